package io.github.idempotency.app;

import java.time.Duration;

import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

import io.github.idempotency.Effect;
import io.github.idempotency.Idempotent;
import io.github.idempotency.InProgressPolicy;

/** A model whose tokens come from a list in Redis, so that a test decides when, and whose calls every process can count. */
@RestController
public class TokensController {

    public static final String CALLS = "model-calls";

    public static final String END = "<end>";

    private final StringRedisTemplate redis;

    TokensController(StringRedisTemplate redis) {
        this.redis = redis;
    }

    @Idempotent(scope = "tokens", onInProgress = InProgressPolicy.ATTACH)
    @PostMapping("/tokens")
    SseEmitter tokens(@RequestHeader("Idempotency-Key") String key) {
        return answer(key);
    }

    @Idempotent(scope = "paid-tokens", onInProgress = InProgressPolicy.ATTACH, effect = Effect.IRREVERSIBLE)
    @PostMapping("/paid-tokens")
    SseEmitter paidTokens(@RequestHeader("Idempotency-Key") String key) {
        return answer(key);
    }

    private SseEmitter answer(String key) {
        redis.opsForHash().increment(CALLS, key, 1);
        SseEmitter emitter = new SseEmitter(0L);
        new Thread(() -> {
                    try {
                        for (String token = next(key); !END.equals(token); token = next(key)) {
                            if (token != null) {
                                emitter.send(token);
                            }
                        }
                        emitter.complete();
                    } catch (Exception ex) {
                        emitter.completeWithError(ex);
                    }
                })
                .start();
        return emitter;
    }

    private String next(String key) {
        return redis.opsForList().leftPop("tokens:" + key, Duration.ofMillis(500));
    }
}
