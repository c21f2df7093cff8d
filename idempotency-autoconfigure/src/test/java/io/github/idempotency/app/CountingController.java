package io.github.idempotency.app;

import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

import io.github.idempotency.Idempotent;

/** A handler that takes no time and counts its runs where every process can see them. */
@RestController
class CountingController {

    private final StringRedisTemplate redis;

    CountingController(StringRedisTemplate redis) {
        this.redis = redis;
    }

    @Idempotent(scope = "counting")
    @PostMapping("/counting")
    String count(@RequestHeader("Idempotency-Key") String key) {
        return "run " + redis.opsForHash().increment("effects", key, 1) + " " + System.nanoTime();
    }
}
