package io.github.idempotency.ai.model;

import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.springframework.ai.content.Media;
import org.springframework.util.MimeType;

import io.github.idempotency.ai.model.StoredGenerations.Part;

/** What of a model's answer is no text. */
final class StoredMedia {

    private StoredMedia() {}

    static List<Part> of(List<Media> media) {
        return media.stream().map(StoredMedia::of).toList();
    }

    static List<Media> media(@Nullable List<Part> stored) {
        return stored == null
                ? List.of()
                : stored.stream().map(StoredMedia::media).toList();
    }

    private static Part of(Media media) {
        Object data = media.getData();
        if (!(data instanceof byte[] || data instanceof String)) {
            throw ChatResponseCodec.unstorable("a " + data.getClass().getName() + " as media");
        }
        return new Part(
                media.getMimeType().toString(),
                media.getId(),
                media.getName(),
                data instanceof byte[] bytes ? bytes : null,
                data instanceof byte[] ? null : data.toString());
    }

    private static Media media(Part part) {
        Media.Builder media = Media.builder().mimeType(MimeType.valueOf(part.mimeType()));
        if (part.id() != null) {
            media.id(part.id());
        }
        if (part.name() != null) {
            media.name(part.name());
        }
        byte[] bytes = part.bytes();
        return bytes == null
                ? media.data(Objects.requireNonNull(part.uri())).build()
                : media.data(bytes).build();
    }
}
