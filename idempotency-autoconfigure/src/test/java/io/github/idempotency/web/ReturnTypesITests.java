package io.github.idempotency.web;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

import io.github.idempotency.app.Caller;
import io.github.idempotency.app.Effects;
import io.github.idempotency.app.GuardedTest;
import io.github.idempotency.app.Reply;

import static org.assertj.core.api.Assertions.assertThat;

/** Whatever a handler returns: a retry gets the same bytes, and the handler does not run for it. */
@GuardedTest
class ReturnTypesITests {

    @Autowired
    private Caller caller;

    @Autowired
    private Effects effects;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/values/record",
                "/values/bean",
                "/values/map",
                "/values/created",
                "/values/string",
                "/values/string-latin",
                "/values/int",
                "/values/boolean",
                "/values/bytes",
                "/values/optional",
                "/values/optional-empty",
                "/values/large",
                "/entities/bytes",
                "/entities/headers",
                "/entities/http-entity",
                "/entities/resource",
                "/entities/resource-entity",
                "/entities/resource-class-path",
                "/views/name",
                "/views/model-and-view",
                "/views/default",
                "/views/forward",
                "/servlet/stream",
                "/servlet/stream-argument",
                "/servlet/writer",
                "/servlet/writer-argument",
                "/servlet/writer-without-charset",
                "/servlet/writer-of-locale",
                "/servlet/flushed",
                "/servlet/reset",
                "/servlet/declared-length",
            })
    void anAnswerWithABodyIsReplayedToTheByte(String path) {
        Reply first = replayed(path);
        assertThat(first.body()).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/values/void",
                "/values/void-status",
                "/values/null",
                "/entities/empty",
                "/entities/no-content",
                "/entities/see-other",
                "/entities/headers-only",
                "/views/redirect",
                "/views/redirect-view",
                "/servlet/send-redirect",
            })
    void anAnswerWithoutABodyIsReplayed(String path) {
        Reply first = replayed(path);
        assertThat(first.body()).isEmpty();
    }

    /** Replayed three times: a replay must not change what the next one gets. */
    private Reply replayed(String path) {
        String key = Caller.newKey();
        Reply first = caller.post(path, key);
        assertThat(first.status()).as(first::toString).isBetween(200, 399);
        for (int i = 0; i < 3; i++) {
            caller.post(path, key).isReplayOf(first);
        }
        assertThat(effects.of(key)).isEqualTo(1);
        caller.post(path, Caller.newKey()).hasStatus(first.status()).isFirst();
        return first;
    }
}
