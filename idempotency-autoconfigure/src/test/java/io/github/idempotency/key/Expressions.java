package io.github.idempotency.key;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;

import org.springframework.util.ReflectionUtils;

/** Evaluates expressions for calls of one method, in a request with two headers, by alice. */
final class Expressions {

    record Event(String id, Integer version, Object payload) {}

    @SuppressWarnings("unused")
    static class Orders {

        public void create(Event event, int count) {}
    }

    static final Method METHOD = ReflectionUtils.findMethod(Orders.class, "create", Event.class, int.class);

    private static final Map<String, List<String>> HEADERS =
            Map.of("X-Tenant", List.of("blue", "red"), "X-Empty", List.of());

    private static final CallExpressionParser PARSER =
            new CallExpressionParser(name -> HEADERS.getOrDefault(name, List.of()), () -> "alice");

    private static final KeyResolver KEYS = new KeyResolver("shop", () -> "alice");

    private Expressions() {}

    static CallExpression parse(String expression) {
        return PARSER.parse(expression, METHOD);
    }

    static Object evaluate(String expression, Event event) {
        return parse(expression).evaluate(call(event));
    }

    static String key(String expression, Event event) {
        return KEYS.resolve(parse(expression), call(event));
    }

    static String key(String expression) {
        return key(expression, new Event("e-1", 2, null));
    }

    private static GuardedCall call(Event event) {
        return new GuardedCall(METHOD, new Orders(), new Object[] {event, 7});
    }
}
