package io.github.idempotency.app;

import java.util.TreeSet;

import org.springframework.http.codec.multipart.Part;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

import io.github.idempotency.Idempotent;

/** Guarded reactive handlers of forms and of multipart requests, of which not all is compared. */
@RestController
@RequestMapping("/parts")
class ReactivePartsController {

    private final Effects effects;

    ReactivePartsController(Effects effects) {
        this.effects = effects;
    }

    /** Whose parts have been read when its key is looked for. */
    @Idempotent(scope = "parts")
    @PostMapping("/read")
    Mono<String> read(@RequestHeader("Idempotency-Key") String key, @RequestPart("order") Part order) {
        return Mono.fromSupplier(() -> order.name() + " " + effects.happen(key));
    }

    /** Which reads its parts when it runs. */
    @Idempotent(scope = "late-parts")
    @PostMapping("/late")
    Mono<String> late(@RequestHeader("Idempotency-Key") String key, ServerWebExchange exchange) {
        return exchange.getMultipartData()
                .map(parts -> String.join(",", new TreeSet<>(parts.keySet())) + " " + effects.happen(key));
    }

    @Idempotent(scope = "fields")
    @PostMapping("/form")
    Mono<String> form(@RequestHeader("Idempotency-Key") String key, ServerWebExchange exchange) {
        return exchange.getFormData().map(form -> form.getFirst("item") + " " + effects.happen(key));
    }
}
