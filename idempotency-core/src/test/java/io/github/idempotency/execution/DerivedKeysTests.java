package io.github.idempotency.execution;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

import io.github.idempotency.store.Fingerprint;
import io.github.idempotency.store.InMemoryIdempotencyStore;

import static org.assertj.core.api.Assertions.assertThat;

/** The keys of steps and of downstream systems, whatever callers, scopes and steps are called. */
class DerivedKeysTests {

    /** Where parts are merely put beside each other, with or without a separator, these run together. */
    private static final List<String> PARTS = List.of("a", "b", "a/b", "/", "1", "a/1");

    private static IdempotentExecutor process() {
        return new IdempotentExecutor(new InMemoryIdempotencyStore());
    }

    private static IdempotencyContext attempt(
            IdempotentExecutor executor, IdempotentOperation operation, int attempts) {
        for (int attempt = 1; attempt < attempts; attempt++) {
            ((Execution) executor.begin(operation)).release();
        }
        Execution execution = (Execution) executor.begin(operation);
        execution.release();
        return execution.context();
    }

    private static List<String> keys(IdempotencyContext context, List<String> names) {
        List<String> keys = new ArrayList<>();
        for (String name : names) {
            Fingerprint request = Fingerprint.of(name);
            keys.add(context.childKey(name));
            keys.add(context.nextChildKey(name));
            keys.add(context.nextChildKey(name));
            keys.add(GuardedStep.next(context, "generation", name, request).key());
            keys.add(GuardedStep.of(context, "sample", name, request).key());
        }
        return keys;
    }

    /** Fails, and was seen to, where the attempt is part of a key. */
    @RepeatedTest(10)
    void anotherProcessDerivesTheSameWhateverTheAttempt(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        List<String> texts =
                random.ints(8, 1, 40).mapToObj(length -> text(random, length)).toList();
        IdempotentOperation operation =
                IdempotentOperation.of(new KeyScope(texts.get(0), texts.get(1), texts.get(2)), texts.get(3));
        IdempotencyContext first = attempt(process(), operation, 1);
        IdempotencyContext later = attempt(process(), operation, 2 + random.nextInt(5));
        assertThat(later.attempt()).isGreaterThan(first.attempt());
        assertThat(later.fencingToken()).isGreaterThan(first.fencingToken());
        List<String> names = texts.subList(4, texts.size());
        assertThat(keys(later, names))
                .isEqualTo(keys(first, names))
                .doesNotHaveDuplicates()
                .allMatch(key -> key.matches("[A-Za-z0-9_-]{22}"));
    }

    private static String text(Random random, int length) {
        return random.ints(length, 1, 0x800)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** Fails, and was seen to, where an ordinal is merely put behind its name. */
    @Test
    void noTwoCallersScopesOrStepsShareAKey() {
        Set<String> derived = new HashSet<>();
        int expected = 0;
        IdempotentExecutor executor = process();
        for (String namespace : PARTS) {
            for (String scope : PARTS) {
                for (String owner : PARTS) {
                    IdempotencyContext context =
                            attempt(executor, IdempotentOperation.of(new KeyScope(namespace, scope, owner), "a"), 1);
                    List<String> keys = keys(context, PARTS);
                    expected += keys.size();
                    derived.addAll(keys);
                }
            }
        }
        assertThat(derived).hasSize(expected);
    }
}
