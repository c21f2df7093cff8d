package io.github.idempotency.web;

import java.util.List;

import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.util.StringUtils;

/** In which form a problem is told: as the {@code Accept} header prefers, and as JSON to whoever is content with it. */
public enum ProblemForm {
    JSON(MediaType.APPLICATION_PROBLEM_JSON, MediaType.APPLICATION_PROBLEM_JSON_VALUE),

    TEXT(MediaType.TEXT_PLAIN, "text/plain;charset=UTF-8"),

    MARKDOWN(MediaType.TEXT_MARKDOWN, "text/markdown;charset=UTF-8");

    private final MediaType type;

    private final String contentType;

    ProblemForm(MediaType type, String contentType) {
        this.type = type;
        this.contentType = contentType;
    }

    /** The header of a problem in this form. */
    public String contentType() {
        return contentType;
    }

    /**
     * Never none: a refusal in a form that was not asked for says more than a 406.
     *
     * @param accept the lines of the request header {@code Accept}
     */
    public static ProblemForm of(List<String> accept) {
        List<MediaType> accepted = accepted(accept);
        double json = Math.max(JSON.quality(accepted), quality(accepted, MediaType.APPLICATION_JSON));
        double text = TEXT.quality(accepted);
        double markdown = MARKDOWN.quality(accepted);
        // Client libraries name plain text by default ("text/plain, */*"), but nobody Markdown: whoever names it means
        // it.
        if (markdown > 0 && markdown >= text && MARKDOWN.isNamed(accepted)) {
            boolean jsonIsNamed =
                    accepted.stream().anyMatch(range -> range.getSubtype().endsWith("json"));
            return markdown > json || markdown == json && !jsonIsNamed ? MARKDOWN : JSON;
        }
        return text > json ? TEXT : JSON;
    }

    private boolean isNamed(List<MediaType> accepted) {
        return accepted.stream().anyMatch(type::equalsTypeAndSubtype);
    }

    private static List<MediaType> accepted(List<String> lines) {
        try {
            return MediaType.parseMediaTypes(StringUtils.collectionToCommaDelimitedString(lines));
        } catch (InvalidMediaTypeException ex) {
            return List.of();
        }
    }

    private double quality(List<MediaType> accepted) {
        return quality(accepted, type);
    }

    /** That of the most specific range that includes the type (RFC 9110, section 12.5.1). */
    private static double quality(List<MediaType> accepted, MediaType type) {
        double quality = 0;
        int best = -1;
        for (MediaType range : accepted) {
            int specific = range.isWildcardType() ? 0 : range.isWildcardSubtype() ? 1 : 2;
            if (range.includes(type) && specific > best) {
                best = specific;
                quality = range.getQualityValue();
            }
        }
        return quality;
    }
}
