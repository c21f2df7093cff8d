package io.github.idempotency.app;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/** What handlers really did, counted by the idempotency key of their request. */
public class Effects {

    private final Map<String, AtomicInteger> counts = new ConcurrentHashMap<>();

    /** Does it once more, and says how often that makes. */
    public int happen() {
        return happen(currentKey());
    }

    public int happen(String key) {
        return counts.computeIfAbsent(key, any -> new AtomicInteger()).incrementAndGet();
    }

    public int of(String key) {
        AtomicInteger count = counts.get(key);
        return count == null ? 0 : count.get();
    }

    private static String currentKey() {
        RequestAttributes attributes = RequestContextHolder.currentRequestAttributes();
        return String.valueOf(
                ((ServletRequestAttributes) attributes).getRequest().getHeader("Idempotency-Key"));
    }
}
