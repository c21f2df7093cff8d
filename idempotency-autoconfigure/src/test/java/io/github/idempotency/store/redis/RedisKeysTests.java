package io.github.idempotency.store.redis;

import java.nio.charset.StandardCharsets;
import java.util.List;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.data.redis.connection.ClusterSlotHashUtil;

import io.github.idempotency.store.StoreKey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** The names of a record, its frames and its result apart. Broken on purpose to see the slots differ: a name without braces. */
class RedisKeysTests {

    @ParameterizedTest
    @ValueSource(strings = {"", "idempotency:", "{shop}:", "a{shop}b{c}:", "a}{shop}:", "x{y{z}:"})
    void whatBelongsToARecordIsInItsSlotAndItsNameBeginsWithThePrefix(String prefix) {
        RedisKeys keys = new RedisKeys(prefix);
        for (int i = 0; i < 100; i++) {
            StoreKey key = StoreKey.of("key " + i);
            List<byte[]> names = List.of(keys.record(key), keys.frames(key), keys.result(key));

            assertThat(names).allSatisfy(name -> {
                assertThat(ClusterSlotHashUtil.calculateSlot(name))
                        .isEqualTo(ClusterSlotHashUtil.calculateSlot(keys.record(key)));
                assertThat(new String(name, StandardCharsets.UTF_8)).startsWith(prefix);
            });
            assertThat(names).doesNotHaveDuplicates();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a{b:", "a}b:", "{}:", "{}{shop}:", "}{"})
    void aPrefixThatCannotPutTwoKeysIntoOneSlotIsRefused(String prefix) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RedisKeys(prefix))
                .withMessageContaining(prefix)
                .withMessageContaining("no part of a hash tag");
    }
}
