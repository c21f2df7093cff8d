package io.github.idempotency.reactive;

import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;

import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;
import org.springframework.web.method.HandlerMethod;

/**
 * A handler that fails like another one did, and takes no arguments: called through Spring WebFlux it is answered by the
 * exception handlers of the other one's controller. Until it has failed it belongs to none, whose other methods are not
 * called again.
 */
final class FailedHandler extends HandlerMethod {

    private final HandlerMethod handler;

    private final AtomicBoolean failed;

    FailedHandler(HandlerMethod handler, Throwable cause) {
        this(handler, cause, new AtomicBoolean());
    }

    private FailedHandler(HandlerMethod handler, Throwable cause, AtomicBoolean failed) {
        super(failure(cause, failed), ClassUtils.getMethod(Callable.class, "call"));
        this.handler = handler;
        this.failed = failed;
    }

    private static Callable<Object> failure(Throwable cause, AtomicBoolean failed) {
        return () -> {
            failed.set(true);
            ReflectionUtils.rethrowException(cause);
            return cause;
        };
    }

    @Override
    public Object getBean() {
        return failed.get() ? handler.getBean() : super.getBean();
    }

    /** Asked for while this is being made, too. */
    @Override
    public Class<?> getBeanType() {
        return failed != null && failed.get() ? handler.getBeanType() : super.getBeanType();
    }
}
