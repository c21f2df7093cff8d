package io.github.idempotency.app;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.boot.test.context.SpringBootTest;

/** On an application whose operators see everything and may delete records, and whose Redis may be stopped. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(
        classes = GuardedApplication.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "idempotency.anonymous=shared",
            "spring.data.redis.timeout=500ms",
            "spring.data.redis.connect-timeout=500ms",
            "idempotency.lease=6s",
            "idempotency.totals.flush-interval=100ms",
            "management.endpoints.web.exposure.include=*",
            "management.endpoint.idempotency.access=unrestricted",
            "management.endpoint.idempotencyintents.access=unrestricted",
            "management.endpoint.health.show-details=always",
        })
public @interface OperatedTest {}
