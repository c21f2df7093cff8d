package io.github.idempotency.app;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import javax.sql.DataSource;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.blockhound.BlockHound;
import reactor.blockhound.BlockingOperationError;
import reactor.core.publisher.Mono;

import io.github.idempotency.execution.IdempotentExecutor;
import io.github.idempotency.execution.IdempotentOperation;
import io.github.idempotency.execution.KeyScope;
import io.github.idempotency.execution.ResultCodec;

/** The reactive application in a process whose threads are watched for blocking calls. */
@Configuration(proxyBeanMethods = false)
@Import({ReactiveApplication.class, WatchedReactiveApplication.Watch.class})
public class WatchedReactiveApplication {

    static final String TWO_NODES = "--watched.two-nodes";

    private static final List<String> FOUND = new CopyOnWriteArrayList<>();

    public static void main(String[] args) {
        BlockHound.install(builder -> builder.blockingMethodCallback(method -> {
            BlockingOperationError error = new BlockingOperationError(method);
            FOUND.add(Thread.currentThread().getName() + ": " + method + "\n"
                    + Arrays.stream(error.getStackTrace())
                            .limit(30)
                            .map(String::valueOf)
                            .collect(Collectors.joining("\n")));
            throw error;
        }));
        for (int node = 0; node < (List.of(args).contains(TWO_NODES) ? 2 : 1); node++) {
            SpringApplication.run(WatchedReactiveApplication.class, args);
        }
    }

    /** For the records of some scopes. */
    @Bean
    @ConditionalOnProperty("watched.jdbc-url")
    DataSource dataSource(@Value("${watched.jdbc-url}") String url) {
        return new DriverManagerDataSource(url);
    }

    @EventListener
    void ready(WebServerInitializedEvent event) {
        System.out.println(CountingApplication.READY + event.getWebServer().getPort() + ".");
    }

    /** Drives what a test of the same process does by itself. */
    @RestController
    static class Watch {

        private final ReactiveGates gates;

        private final ReactiveFeeds feeds;

        private final Effects effects;

        private final IdempotentExecutor executor;

        Watch(ReactiveGates gates, ReactiveFeeds feeds, Effects effects, IdempotentExecutor executor) {
            this.gates = gates;
            this.feeds = feeds;
            this.effects = effects;
            this.executor = executor;
        }

        @GetMapping("/watch/found")
        Mono<String> found() {
            return Mono.just(String.join("\n\n", FOUND));
        }

        @GetMapping("/watch/effects")
        Mono<Integer> effects(@RequestParam String key) {
            return Mono.just(effects.of(key));
        }

        @PostMapping("/watch/open")
        Mono<Void> open(@RequestParam String key) {
            return Mono.fromRunnable(() -> gates.open(key));
        }

        @PostMapping("/watch/feed")
        Mono<Void> feed(@RequestParam String key) {
            return Mono.fromRunnable(() -> {
                feeds.send(key, "one", "two");
                feeds.end(key);
            });
        }

        /** What a guard must not do: claims on the thread of the server. */
        @PostMapping("/watch/blocking-claim")
        Mono<String> blockingClaim(@RequestParam String key) {
            return Mono.fromCallable(() -> executor.execute(
                    IdempotentOperation.of(new KeyScope("shop", "watch", ""), key), ResultCodec.UTF_8, () -> "done"));
        }
    }
}
