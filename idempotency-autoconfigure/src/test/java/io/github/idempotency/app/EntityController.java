package io.github.idempotency.app;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;

import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpEntity;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseBody;

import io.github.idempotency.Idempotent;

/** Handlers that say more than a body. */
@Controller
@RequestMapping("/entities")
class EntityController {

    private final Effects effects;

    EntityController(Effects effects) {
        this.effects = effects;
    }

    private byte[] bytes() {
        return ("%PDF\0" + effects.happen() + System.nanoTime()).getBytes(StandardCharsets.ISO_8859_1);
    }

    @Idempotent
    @PostMapping("/bytes")
    ResponseEntity<byte[]> entityOfBytes() {
        return ResponseEntity.ok().contentType(MediaType.APPLICATION_PDF).body(bytes());
    }

    /** Every header that is stored by default. */
    @Idempotent
    @PostMapping("/headers")
    ResponseEntity<Map<String, Integer>> headers() {
        return ResponseEntity.created(URI.create("/entities/1"))
                .cacheControl(CacheControl.noStore())
                .eTag("v1")
                .lastModified(Instant.EPOCH)
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment")
                .header(HttpHeaders.CONTENT_LANGUAGE, "de")
                .header(HttpHeaders.CONTENT_LOCATION, "/entities/1")
                .header(HttpHeaders.LINK, "</a>; rel=next", "</b>; rel=prev")
                .header(HttpHeaders.RETRY_AFTER, "7")
                .body(Map.of("number", effects.happen()));
    }

    /** Headers of this moment, this connection or this client. */
    @Idempotent
    @PostMapping("/passing-headers")
    ResponseEntity<String> passingHeaders() {
        return ResponseEntity.ok()
                .header(HttpHeaders.SET_COOKIE, "session=secret", "other=1")
                .header(HttpHeaders.DATE, "Thu, 01 Jan 1970 00:00:00 GMT")
                .header("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
                .header("X-Trace-Id", "4711")
                .header("Server-Timing", "db;dur=53")
                .body("" + effects.happen());
    }

    @Idempotent
    @PostMapping("/empty")
    ResponseEntity<Void> empty() {
        effects.happen();
        return ResponseEntity.ok().build();
    }

    @Idempotent
    @PostMapping("/no-content")
    ResponseEntity<Void> noContent() {
        effects.happen();
        return ResponseEntity.noContent().build();
    }

    @Idempotent
    @PostMapping("/see-other")
    ResponseEntity<Void> seeOther() {
        return ResponseEntity.status(HttpStatus.SEE_OTHER)
                .location(URI.create("/orders/" + effects.happen()))
                .build();
    }

    @Idempotent
    @PostMapping("/http-entity")
    HttpEntity<String> httpEntity() {
        return new HttpEntity<>("" + effects.happen() + System.nanoTime());
    }

    @Idempotent
    @PostMapping("/headers-only")
    HttpHeaders headersOnly() {
        HttpHeaders headers = new HttpHeaders();
        headers.setETag("\"" + effects.happen() + System.nanoTime() + "\"");
        return headers;
    }

    @Idempotent
    @PostMapping("/resource")
    @ResponseBody
    Resource resource() {
        return new ByteArrayResource(bytes());
    }

    @Idempotent
    @PostMapping("/resource-entity")
    ResponseEntity<Resource> resourceEntity() {
        return ResponseEntity.ok()
                .contentType(MediaType.IMAGE_PNG)
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"a.png\"")
                .body(new ByteArrayResource(bytes()));
    }

    @Idempotent
    @PostMapping("/resource-class-path")
    @ResponseBody
    ClassPathResource classPathResource() {
        effects.happen();
        return new ClassPathResource("META-INF/spring.factories");
    }
}
