package io.github.idempotency.app;

import io.swagger.v3.oas.annotations.responses.ApiResponse;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

import io.github.idempotency.Effect;
import io.github.idempotency.Idempotent;
import io.github.idempotency.MismatchPolicy;
import io.github.idempotency.StoreFailurePolicy;

/** Handlers that are guarded in every way that an API document tells apart. */
@RestController
@RequestMapping("/documented")
@Idempotent
class DocumentedController {

    @GetMapping("/required")
    public String read() {
        return "read";
    }

    @PostMapping("/required")
    public String required() {
        return "done";
    }

    @Idempotent(required = false)
    @PostMapping("/optional")
    public String optional() {
        return "done";
    }

    @Idempotent(key = "#order")
    @PostMapping("/expression")
    public String expression(@RequestBody String order) {
        return "done";
    }

    @Idempotent(
            effect = Effect.IRREVERSIBLE,
            onMismatch = MismatchPolicy.REPLAY_ORIGINAL,
            onStoreFailure = StoreFailurePolicy.RUN_UNPROTECTED)
    @PostMapping("/lenient")
    public String lenient() {
        return "done";
    }

    @PostMapping("/declared")
    @ApiResponse(responseCode = "409", description = "Sold out")
    public String declared(@RequestHeader(name = "idempotency-key", required = false) String key) {
        return "done";
    }
}
