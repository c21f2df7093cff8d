package io.github.idempotency.app;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.boot.test.context.SpringBootTest;

/** On one running application: real Tomcat, real Redis, one context for every class that is annotated like this. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(
        classes = GuardedApplication.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "idempotency.anonymous=shared",
            // Keys and commands of the server are counted here.
            "idempotency.totals.flush-interval=0",
            "idempotency.scopes.small.max-result-size=1KB",
            "idempotency.scopes.excluding.request-fingerprint.exclude-fields=/sentAt,/order/sentAt,/items/*/at",
            "idempotency.scopes.selecting.request-fingerprint.select-fields=/order/id,/items/*/sku,/tags/0",
            "idempotency.scopes.selecting.request-fingerprint.exclude-fields=/order/id/check",
            "idempotency.scopes.versioned.request-fingerprint.headers=X-Api-Version",
            "idempotency.web.max-request-size=64KB",
            "idempotency.web.max-spooled-size=1MB",
            "idempotency.web.problem-documentation-base=https://docs.example.com/problems#",
            "spring.messages.basename=messages/problems",
            "spring.messages.fallback-to-system-locale=false",
            "management.metrics.web.server.max-uri-tags=500",
            "server.compression.enabled=true",
            "spring.application.name=shop",
            "management.endpoints.web.exposure.include=*",
            "management.prometheus.metrics.export.enabled=true",
        })
public @interface GuardedTest {}
