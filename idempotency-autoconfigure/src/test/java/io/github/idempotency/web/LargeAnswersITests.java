package io.github.idempotency.web;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;

import io.github.idempotency.app.Caller;
import io.github.idempotency.app.Effects;
import io.github.idempotency.app.GuardedTest;
import io.github.idempotency.app.Reply;

import static org.assertj.core.api.Assertions.assertThat;

/** The scope {@code small} keeps a kibibyte. */
@GuardedTest
class LargeAnswersITests {

    @Autowired
    private Caller caller;

    @Autowired
    private Effects effects;

    @ParameterizedTest
    @CsvSource({"whole, 10000", "pieces, 10001", "barely, 1024"})
    void anAnswerThatIsTooLargeIsGivenInFullButNotKept(String how, int length) {
        String path = "/failing/too-large/" + how;
        String key = Caller.newKey();
        Reply first = caller.post(path, key).hasStatus(200).isFirst();
        assertThat(first.body()).hasSize(length).endsWith('1');
        for (int i = 0; i < 2; i++) {
            Reply refused =
                    caller.post(path, key).isProblem(409, "response-not-retained", "idempotency_response_not_retained");
            assertThat(refused.header("X-Should-Retry")).contains("false");
            assertThat(refused.header("Retry-After")).isEmpty();
        }
        assertThat(effects.of(key)).isEqualTo(1);
    }

    @Test
    void otherScopesKeepMore() {
        String key = Caller.newKey();
        Reply first = caller.post("/values/large", key);
        caller.post("/values/large", key).isReplayOf(first);
    }
}
