package io.github.idempotency.reactive;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;
import org.springframework.cglib.core.SpringNamingPolicy;
import org.springframework.cglib.proxy.Callback;
import org.springframework.cglib.proxy.Enhancer;
import org.springframework.cglib.proxy.Factory;
import org.springframework.cglib.proxy.MethodInterceptor;
import org.springframework.cglib.proxy.MethodProxy;
import org.springframework.objenesis.SpringObjenesis;
import org.springframework.web.method.HandlerMethod;

import io.github.idempotency.execution.IdempotentAction;

/**
 * The invocation of a handler, held back once its arguments are there: Spring WebFlux makes them, but calls the handler on a
 * thread that must not wait. It is given a stand-in of the controller, of one exchange, which keeps the arguments; whatever
 * else it is asked the controller answers.
 */
final class HeldInvocation implements MethodInterceptor {

    private static final Map<Class<?>, Class<?>> STAND_INS = new ConcurrentHashMap<>();

    private static final SpringObjenesis INSTANCES = new SpringObjenesis();

    private final HandlerMethod handler;

    private volatile @Nullable IdempotentAction<@Nullable Object, Throwable> held;

    private volatile boolean begun;

    HeldInvocation(HandlerMethod handler) {
        this.handler = handler;
    }

    /** Makes what stands in for a controller of that class, which takes a while. */
    static void prepare(Class<?> controller) {
        if (!Modifier.isFinal(controller.getModifiers())) {
            STAND_INS.computeIfAbsent(controller, HeldInvocation::standIn);
        }
    }

    /** The handler as Spring WebFlux is to see it. */
    HandlerMethod standIn() {
        Class<?> type = STAND_INS.computeIfAbsent(handler.getBeanType(), HeldInvocation::standIn);
        Factory controller = (Factory) INSTANCES.newInstance(type);
        controller.setCallbacks(new Callback[] {this});
        return new StandIn(handler, controller);
    }

    /** Of the controller's own class, and validated as the handler is. */
    private static final class StandIn extends HandlerMethod {

        StandIn(HandlerMethod handler, Object controller) {
            super(handler, controller, false);
        }
    }

    private static Class<?> standIn(Class<?> controller) {
        Enhancer enhancer = new Enhancer();
        enhancer.setSuperclass(controller);
        enhancer.setClassLoader(controller.getClassLoader());
        enhancer.setNamingPolicy(SpringNamingPolicy.INSTANCE);
        enhancer.setCallbackType(MethodInterceptor.class);
        return enhancer.createClass();
    }

    @Override
    public @Nullable Object intercept(Object standIn, Method method, @Nullable Object[] passed, MethodProxy proxy)
            throws Throwable {
        if (held == null && isHandler(method)) {
            held = () -> call(method, passed);
            return null;
        }
        return call(method, passed);
    }

    // An argument may be null, which the method that is called here does not say.
    @SuppressWarnings("NullAway")
    private @Nullable Object call(Method method, @Nullable Object[] passed) throws Throwable {
        return AopUtils.invokeJoinpointUsingReflection(handler.getBean(), method, passed);
    }

    private boolean isHandler(Method method) {
        return method.getName().equals(handler.getMethod().getName())
                && Arrays.equals(method.getParameterTypes(), handler.getMethod().getParameterTypes());
    }

    /** Whether the arguments are there; otherwise there has been another answer, such as an exception handler's. */
    boolean isReady() {
        return held != null;
    }

    /** Whether the handler, and what is around it, has been called. */
    boolean isBegun() {
        return begun;
    }

    /** What the handler returns. */
    @Nullable
    Object proceed() throws Exception {
        begun = true;
        try {
            return Objects.requireNonNull(held).run();
        } catch (Exception | Error ex) {
            throw ex;
        } catch (Throwable ex) {
            throw new IllegalStateException(ex);
        }
    }
}
