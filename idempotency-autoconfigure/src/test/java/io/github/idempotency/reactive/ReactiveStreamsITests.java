package io.github.idempotency.reactive;

import org.springframework.boot.test.context.SpringBootTest;

import io.github.idempotency.app.ReactiveApplication;

/** In memory. */
@SpringBootTest(
        classes = ReactiveApplication.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "spring.main.web-application-type=reactive",
            "idempotency.store=memory",
            "idempotency.anonymous=shared",
            "spring.application.name=shop",
        })
class ReactiveStreamsITests extends ReactiveStreamsCase {}
