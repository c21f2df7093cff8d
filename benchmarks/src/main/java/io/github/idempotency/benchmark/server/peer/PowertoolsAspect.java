package io.github.idempotency.benchmark.server.peer;

import java.time.Duration;

import com.fasterxml.jackson.databind.node.TextNode;
import org.aspectj.lang.ProceedingJoinPoint;
import org.aspectj.lang.annotation.Around;
import org.aspectj.lang.annotation.Aspect;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.stereotype.Component;
import software.amazon.lambda.powertools.idempotency.Idempotency;
import software.amazon.lambda.powertools.idempotency.IdempotencyConfig;
import software.amazon.lambda.powertools.idempotency.internal.IdempotencyHandler;

/** Does at run time what its own aspect does, which the compiler has to weave. */
@Aspect
@Component
class PowertoolsAspect {

    PowertoolsAspect(StringRedisTemplate redis) {
        Idempotency.config()
                .withConfig(IdempotencyConfig.builder()
                        .withExpiration(Duration.ofSeconds(60))
                        .build())
                .withPersistenceStore(new PowertoolsStore(redis))
                .configure();
    }

    /** The first argument is the key; there is no context of a Lambda. */
    @Around("@annotation(software.amazon.lambda.powertools.idempotency.Idempotent)")
    @SuppressWarnings("NullAway")
    Object once(ProceedingJoinPoint call) throws Throwable {
        TextNode key = TextNode.valueOf(String.valueOf(call.getArgs()[0]));
        return new IdempotencyHandler(call, call.getSignature().getName(), key, null).handle();
    }
}
