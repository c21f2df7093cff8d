package io.github.idempotency.sampling;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.github.idempotency.codec.ResultCodecs;
import io.github.idempotency.execution.GuardedStep;
import io.github.idempotency.execution.IdempotencyContext;
import io.github.idempotency.execution.ResultCodec;
import io.github.idempotency.execution.Verdict;
import io.github.idempotency.store.Fingerprint;
import io.github.idempotency.store.StoreKey;

/**
 * Asks for answers until one is usable. Within a guarded call each sample has a record of its own, under a key that is
 * derived from its number and from what was wrong with the one before: a call that is run again after a crash goes on with
 * the sample that was not finished. How many there may be is {@code sampling.max-samples} of the call's scope; how often
 * one is attempted that fails is {@code retry.max-attempts}, which takes nothing from the samples. Elsewhere nothing is
 * recorded, and the bounds are those of {@code idempotency.*}. Thread-safe.
 */
public final class Sampling {

    /** The kind of step, the last part of its scope. */
    public static final String KIND = "sample";

    private final GuardedSteps steps;

    private final ResultCodecs codecs;

    public Sampling(GuardedSteps steps, ResultCodecs codecs) {
        this.steps = steps;
        this.codecs = codecs;
    }

    /**
     * The first usable answer.
     *
     * @param name one that no other sampling of the call has
     * @param type what answers are stored as
     * @param generator yields an answer; told what was wrong with the one before
     * @param judge finds the same fault with the same answer; asked once for each sample, also over retries
     * @throws SamplesRejectedException if as many as there may be are not usable
     */
    @SuppressWarnings("unchecked")
    public <T> T sample(String name, Class<T> type, Function<Sample, T> generator, Function<T, Verdict> judge) {
        ResultCodec<T> codec = (ResultCodec<T>) (ResultCodec<?>) codecs.forType(type);
        IdempotencyContext within = IdempotencyContext.find().orElse(null);
        return sample(within, name, Fingerprint.NONE, codec, generator, judge);
    }

    /**
     * As {@link #sample(String, Class, Function, Function)}, for the next sampling that the call asks for.
     *
     * @param request what is asked; another request under the key of a sample is refused
     */
    public <T extends @Nullable Object> T sampleNext(
            Fingerprint request, ResultCodec<T> codec, Function<Sample, T> generator, Function<T, Verdict> judge) {
        IdempotencyContext within = IdempotencyContext.find().orElse(null);
        if (within == null) {
            return sample(null, "", request, codec, generator, judge);
        }
        GuardedStep base = GuardedStep.next(within, KIND, "", request);
        try {
            return sample(within, base.key(), request, codec, generator, judge);
        } catch (RuntimeException | Error ex) {
            base.failed();
            throw ex;
        }
    }

    private <T extends @Nullable Object> T sample(
            @Nullable IdempotencyContext within,
            String base,
            Fingerprint request,
            ResultCodec<T> codec,
            Function<Sample, T> generator,
            Function<T, Verdict> judge) {
        int bound = steps.settings(within).sampled().bound();
        JudgedCodec<T> judgedCodec = new JudgedCodec<>(codec);
        List<String> errors = new ArrayList<>();
        Sample sample = Sample.FIRST;
        while (true) {
            Sample current = sample;
            Supplier<Judged<T>> action = () -> {
                T value = generator.apply(current);
                return new Judged<>(value, judge.apply(value));
            };
            Judged<T> judged = within == null
                    ? steps.retried(null, action)
                    : steps.take(within, step(within, base, current, request), Judged.VERDICT, judgedCodec, action);
            String error = judged.verdict().error();
            if (error == null) {
                return judged.value();
            }
            errors.add(error);
            if (errors.size() >= bound) {
                throw new SamplesRejectedException(errors);
            }
            sample = sample.next(error);
        }
    }

    private static GuardedStep step(IdempotencyContext within, String base, Sample sample, Fingerprint request) {
        String previous = sample.previousError()
                .map(error -> StoreKey.of(error).reference())
                .orElse("");
        return GuardedStep.of(within, KIND, base + "/sample/" + sample.number() + "/" + previous, request);
    }
}
