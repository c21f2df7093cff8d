package io.github.idempotency.web;

import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;
import org.springframework.web.method.HandlerMethod;

/** What the handler of a request that writes is called, where it is the application's own. */
public final class HandlerName {

    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

    private HandlerName() {}

    /**
     * The scope that a handler method has unless its annotation names another; of anything else the request method and
     * the pattern of the path.
     *
     * @param pattern that the path of the request has matched, if any has
     */
    public static Optional<String> of(String requestMethod, @Nullable Object handler, @Nullable Object pattern) {
        if (READING.contains(requestMethod) || handler == null) {
            return Optional.empty();
        }
        Class<?> type = handler instanceof HandlerMethod method ? method.getBeanType() : handler.getClass();
        if (type.getName().startsWith("org.springframework.")) {
            return Optional.empty();
        }
        return handler instanceof HandlerMethod method
                ? Optional.of(ClassUtils.getUserClass(type).getName() + "."
                        + method.getMethod().getName())
                : Optional.ofNullable(pattern).map(path -> requestMethod + " " + path);
    }
}
