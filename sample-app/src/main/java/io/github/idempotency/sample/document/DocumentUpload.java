package io.github.idempotency.sample.document;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

import io.github.idempotency.Idempotent;

/** Writes down whatever comes, of any type. What is large is never in memory as a whole. */
@Component
class DocumentUpload {

    private final Path directory;

    DocumentUpload(@Value("${sample.data-dir}") Path data) {
        this.directory = data.resolve("documents");
    }

    @Idempotent(scope = "documents", profile = "expensive")
    ServerResponse store(ServerRequest request) throws IOException {
        String id = UUID.randomUUID().toString();
        try (InputStream content = request.servletRequest().getInputStream()) {
            long size = Files.copy(content, Files.createDirectories(directory).resolve(id));
            return ServerResponse.status(HttpStatus.CREATED).body(new Document(id, size));
        }
    }
}
