package io.github.idempotency.ai.model;

import java.util.Objects;

import org.springframework.ai.content.Media;
import org.springframework.util.MimeType;

import io.github.idempotency.ai.model.StoredGenerations.Part;

/** What of a model's answer is no text. */
final class StoredMedia {

    private StoredMedia() {}

    static Part of(Media media) {
        Object data = media.getData();
        return new Part(
                media.getMimeType().toString(),
                media.getId(),
                media.getName(),
                data instanceof byte[] bytes ? bytes : null,
                data instanceof byte[] ? null : data.toString());
    }

    static Media media(Part part) {
        Media.Builder media =
                Media.builder().mimeType(MimeType.valueOf(part.mimeType())).id(part.id());
        if (part.name() != null) {
            media.name(part.name());
        }
        byte[] bytes = part.bytes();
        return bytes == null
                ? media.data(Objects.requireNonNull(part.uri())).build()
                : media.data(bytes).build();
    }
}
