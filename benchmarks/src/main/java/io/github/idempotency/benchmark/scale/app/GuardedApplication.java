package io.github.idempotency.benchmark.scale.app;

import java.util.Map;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;

/**
 * The same application with and without this library: of an annotation whose class is not there nothing is left in a class
 * that has it.
 */
@SpringBootApplication(proxyBeanMethods = false)
public class GuardedApplication {

    /** Begins the line that says which port it listens on. */
    public static final String READY = "listening on port ";

    public static void main(String[] arguments) {
        SpringApplication application = new SpringApplication(GuardedApplication.class);
        application.setDefaultProperties(Map.of(
                "spring.main.banner-mode", "off",
                "server.port", "0",
                "server.address", "127.0.0.1",
                "logging.level.root", "warn",
                "idempotency.ttl", "10s"));
        application.run(arguments);
    }

    @EventListener
    void tellThePort(ApplicationReadyEvent event) {
        System.out.println(
                READY + event.getApplicationContext().getEnvironment().getProperty("local.server.port"));
    }
}
