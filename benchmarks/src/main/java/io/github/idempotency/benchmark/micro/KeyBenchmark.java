package io.github.idempotency.benchmark.micro;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.springframework.util.ReflectionUtils;

import io.github.idempotency.execution.KeyScope;
import io.github.idempotency.key.CallExpression;
import io.github.idempotency.key.CallExpressionParser;
import io.github.idempotency.key.GuardedCall;
import io.github.idempotency.key.HeaderKeyParser;
import io.github.idempotency.key.KeyFormat;
import io.github.idempotency.key.KeyOwnerResolver;
import io.github.idempotency.key.KeyResolver;
import io.github.idempotency.key.RequestHeaders;
import io.github.idempotency.store.StoreKey;

/** From a call to the name of its record. */
@State(Scope.Benchmark)
public class KeyBenchmark {

    private static final Method PLACE =
            Objects.requireNonNull(ReflectionUtils.findMethod(KeyBenchmark.class, "place", Cart.class));

    private final String text = UUID.randomUUID().toString();

    private final List<String> header = List.of('"' + text + '"');

    private final HeaderKeyParser parser = new HeaderKeyParser(List.of("Idempotency-Key"), KeyFormat.DEFAULT);

    private final RequestHeaders request = name -> header;

    private final KeyResolver resolver = new KeyResolver("shop", KeyOwnerResolver.NOBODY);

    private final CallExpression expression = new CallExpressionParser(RequestHeaders.NONE, KeyOwnerResolver.NOBODY)
            .parse("#cart.id + '-' + #cart.version", PLACE);

    private final GuardedCall call = new GuardedCall(PLACE, this, new Object[] {new Cart(text, 7)});

    private final KeyScope scope = new KeyScope("shop", "orders.place", "alice");

    @Benchmark
    public Optional<String> headerToKey() {
        return parser.parse(request);
    }

    @Benchmark
    public @Nullable String argumentsToKey() {
        return resolver.resolve(expression, call);
    }

    @Benchmark
    public StoreKey keyToName() {
        return scope.storeKey(text);
    }

    void place(Cart cart) {}

    /** What somebody buys. */
    public record Cart(String id, int version) {}
}
