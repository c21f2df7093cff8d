package io.github.idempotency.sample;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Counts rows rather than calls, so the answer is true after a crash and the same in every process. */
@RestController
class EffectsController {

    private final JdbcClient jdbc;

    EffectsController(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @GetMapping("/effects")
    Effects effects() {
        return jdbc.sql("""
                        select (select count(*) from emails) as emails,
                               (select count(*) from transfers) as transfers,
                               (select count(*) from summaries) as summaries,
                               (select count(*) from model_calls) as model_calls
                        """).query(Effects.class).single();
    }
}
