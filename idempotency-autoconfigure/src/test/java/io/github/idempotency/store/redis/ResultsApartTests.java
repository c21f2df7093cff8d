package io.github.idempotency.store.redis;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.data.redis.connection.ClusterSlotHashUtil;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import io.github.idempotency.store.StoreKey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** The name of a result. Broken on purpose to see the slots differ: a name without braces. */
class ResultsApartTests {

    @ParameterizedTest
    @ValueSource(strings = {"", "idempotency:", "{shop}:", "a{shop}b{c}:", "a}{shop}:", "x{y{z}:"})
    void aResultIsInTheSlotOfItsRecordAndBeginsWithThePrefix(String prefix) {
        ResultsApart results = new ResultsApart(new LettuceConnectionFactory(), prefix);
        for (int i = 0; i < 100; i++) {
            StoreKey key = StoreKey.of("key " + i);
            byte[] record = (prefix + key.reference()).getBytes(StandardCharsets.UTF_8);

            assertThat(ClusterSlotHashUtil.calculateSlot(results.redisKey(key)))
                    .isEqualTo(ClusterSlotHashUtil.calculateSlot(record));
            assertThat(new String(results.redisKey(key), StandardCharsets.UTF_8))
                    .startsWith(prefix)
                    .isNotEqualTo(new String(record, StandardCharsets.UTF_8));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a{b:", "a}b:", "{}:", "{}{shop}:", "}{"})
    void aPrefixThatCannotPutTwoKeysIntoOneSlotIsRefused(String prefix) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ResultsApart(new LettuceConnectionFactory(), prefix))
                .withMessageContaining(prefix)
                .withMessageContaining("no part of a hash tag");
    }
}
