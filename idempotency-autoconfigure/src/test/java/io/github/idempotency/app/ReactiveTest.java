package io.github.idempotency.app;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.boot.test.context.SpringBootTest;

/** On one running reactive application: real Reactor Netty, real Redis, one context for every class annotated like this. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(
        classes = {ReactiveApplication.class, TestRedis.class},
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "spring.main.web-application-type=reactive",
            "idempotency.anonymous=shared",
            "idempotency.scopes.parts.request-fingerprint.exclude-fields=/sentAt,/order/sentAt,/file",
            "idempotency.scopes.late-parts.request-fingerprint.select-fields=/order",
            "idempotency.scopes.fields.request-fingerprint.exclude-fields=/sentAt",
            "idempotency.scopes.small.max-result-size=1KB",
            "idempotency.web.max-request-size=64KB",
            "idempotency.web.max-spooled-size=1MB",
            "spring.data.redis.timeout=500ms",
            "spring.data.redis.connect-timeout=500ms",
            "spring.application.name=shop",
        })
public @interface ReactiveTest {}
