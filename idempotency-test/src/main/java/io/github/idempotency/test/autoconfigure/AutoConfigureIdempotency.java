package io.github.idempotency.test.autoconfigure;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Tests guarded methods without a server: the application context of the test keeps its records in an
 * {@code InMemoryIdempotencyStore}, whatever store the application has. On test classes with {@code @SpringBootTest}, a
 * slice such as {@code @WebMvcTest}, or plain {@code @ContextConfiguration}; beside them the application's own
 * {@code IdempotencyStore} beans are removed, so that nothing of theirs is started.
 *
 * <p>A test can have injected:
 *
 * <ul>
 *   <li>the {@code MutableClock} of the store, which stands at 2030-01-01T00:00:00Z until it is moved. Where the
 *       application has a {@code Clock} of its own, that one is injected into whatever asks for a {@code Clock};
 *   <li>the {@code RecordingIdempotencyListener} that is told of every guarded call, for
 *       {@code IdempotencyAssertions.assertThatExecutions}.
 * </ul>
 *
 * <p>A context that declares a bean of either type keeps its own. After each test method all records and recorded events
 * are forgotten; the clock keeps its time. Tests that run at the same time in one context share all three.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
public @interface AutoConfigureIdempotency {}
