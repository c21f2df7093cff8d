package io.github.idempotency.app;

import java.util.Map;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

import io.github.idempotency.Idempotent;

/** Handlers whose requests are not compared as a whole; {@link GuardedTest} says what counts. */
@RestController
@RequestMapping("/selecting")
class SelectingController {

    private final Effects effects;

    SelectingController(Effects effects) {
        this.effects = effects;
    }

    @Idempotent(scope = "excluding")
    @PostMapping("/excluding")
    int excluding(@RequestBody String document) {
        return effects.happen();
    }

    @Idempotent(scope = "selecting")
    @PostMapping("/selecting")
    int selecting(@RequestBody String document) {
        return effects.happen();
    }

    @Idempotent(scope = "excluding")
    @PostMapping("/form")
    int form(@RequestParam Map<String, String> fields) {
        return effects.happen();
    }

    @Idempotent(scope = "excluding")
    @PostMapping(path = "/multipart", consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
    int multipart(
            @RequestPart Object order,
            @RequestParam(required = false) String sentAt,
            @RequestParam(required = false) MultipartFile file) {
        return effects.happen();
    }

    @Idempotent(scope = "versioned")
    @PostMapping("/versioned")
    int versioned() {
        return effects.happen();
    }
}
