package io.github.idempotency.sample.email;

import jakarta.validation.Valid;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

import io.github.idempotency.Idempotent;

/** A retry costs no tokens and sends no second email. */
@RestController
class EmailController {

    private final Emails emails;

    EmailController(Emails emails) {
        this.emails = emails;
    }

    @PostMapping("/emails")
    @ResponseStatus(HttpStatus.CREATED)
    @Idempotent(scope = "emails", profile = "expensive")
    Email send(@Valid @RequestBody EmailRequest request) {
        return emails.send(request);
    }
}
