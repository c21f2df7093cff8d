package io.github.idempotency.web;

import org.springframework.boot.test.context.SpringBootTest;

import io.github.idempotency.app.StreamsApplication;

/** In memory. */
@SpringBootTest(
        classes = StreamsApplication.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "idempotency.store=memory",
            "idempotency.anonymous=shared",
            "idempotency.scopes.small.max-result-size=100B",
            "idempotency.web.replay-pace=1ms",
            "idempotency.scopes.impatient.drain-timeout=1ms",
            "idempotency.scopes.impatient-body.drain-timeout=1ms",
        })
class StreamsITests extends StreamsCase {}
