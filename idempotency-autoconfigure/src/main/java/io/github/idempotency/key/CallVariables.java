package io.github.idempotency.key;

import java.lang.reflect.Method;
import java.util.AbstractMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.core.KotlinDetector;
import org.springframework.core.ParameterNameDiscoverer;

/** The variables that the expressions of one method may name: its parameters, {@code #header} and {@code #principal}. */
final class CallVariables {

    private final Map<String, Integer> parameters = new HashMap<>();

    private final RequestHeaders headers;

    private final KeyOwnerResolver owners;

    private final Set<String> further;

    /** @param further names of variables that have no value before the call has run */
    CallVariables(
            Method method,
            ParameterNameDiscoverer names,
            RequestHeaders headers,
            KeyOwnerResolver owners,
            Set<String> further) {
        this.headers = headers;
        this.owners = owners;
        this.further = further;
        String[] discovered = names.getParameterNames(method);
        // A suspending function of Kotlin has one parameter more than its callers know of.
        int count = method.getParameterCount() - (KotlinDetector.isSuspendingFunction(method) ? 1 : 0);
        for (int i = 0; i < count; i++) {
            parameters.put("a" + i, i);
            parameters.put("p" + i, i);
            if (discovered != null) {
                parameters.put(discovered[i], i);
            }
        }
    }

    boolean defines(String name) {
        return parameters.containsKey(name)
                || further.contains(name)
                || Set.of("root", "this", "header", "principal").contains(name);
    }

    Set<String> parameterNames() {
        return parameters.keySet();
    }

    @Nullable
    Object lookup(String name, GuardedCall call) {
        Integer index = parameters.get(name);
        if (index != null) {
            return call.arguments()[index];
        }
        return switch (name) {
            case "header" -> new HeaderMap(headers);
            case "principal" -> owners.resolveOwner();
            default -> null;
        };
    }

    /** SpEL indexes maps: {@code #header['X-Name']} is the header's first line, or null. */
    private static final class HeaderMap extends AbstractMap<String, String> {

        private final RequestHeaders headers;

        HeaderMap(RequestHeaders headers) {
            this.headers = headers;
        }

        @Override
        public @Nullable String get(Object name) {
            List<String> values = headers.values(name.toString());
            return values.isEmpty() ? null : values.get(0);
        }

        @Override
        public Set<Entry<String, String>> entrySet() {
            return Set.of();
        }
    }
}
