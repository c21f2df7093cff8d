package io.github.idempotency.reactive;

import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import reactor.core.publisher.Mono;

/** Carries the security context of a subscriber to a thread. Apart, because the application may lack the classes. */
final class SecuredThread {

    private SecuredThread() {}

    /** That of the subscriber; empty if it has none. */
    static Mono<Object> context() {
        return ReactiveSecurityContextHolder.getContext().cast(Object.class);
    }

    static <T extends @Nullable Object> T call(Object security, Callable<T> action) throws Exception {
        SecurityContextHolder.setContext((SecurityContext) security);
        try {
            return action.call();
        } finally {
            SecurityContextHolder.clearContext();
        }
    }
}
