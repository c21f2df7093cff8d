package io.github.idempotency.reactive;

import javax.sql.DataSource;

import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.github.idempotency.app.ReactiveApplication;
import io.github.idempotency.test.postgres.EmbeddedPostgres;

/** Recorded in PostgreSQL, which is asked on other threads than those of the server. */
@SpringBootTest(
        classes = {ReactiveApplication.class, ReactiveStreamsOnPostgresITests.Database.class},
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "spring.main.web-application-type=reactive",
            "idempotency.store=jdbc",
            "idempotency.jdbc.initialize-schema=always",
            "idempotency.anonymous=shared",
            "spring.application.name=shop",
        })
class ReactiveStreamsOnPostgresITests extends ReactiveStreamsCase {

    @RegisterExtension
    static final EmbeddedPostgres postgres = EmbeddedPostgres.shared();

    @Configuration(proxyBeanMethods = false)
    static class Database {

        @Bean
        DataSource dataSource() {
            return postgres.dataSource();
        }
    }
}
