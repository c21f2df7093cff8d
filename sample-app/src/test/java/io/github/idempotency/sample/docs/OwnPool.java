package io.github.idempotency.sample.docs;

import javax.sql.DataSource;

import org.springframework.boot.jdbc.DataSourceBuilder;
import org.springframework.context.annotation.Bean;

import io.github.idempotency.autoconfigure.IdempotencyDataSource;

/** Quoted by docs/jdbc-store.md. No component, so that the sample does not find it. */
class OwnPool {

    // tag::bean[]
    @Bean(defaultCandidate = false)
    @IdempotencyDataSource
    DataSource records() {
        return DataSourceBuilder.create()
                .url("jdbc:postgresql://localhost/records")
                .build();
    }
    // end::bean[]
}
