package io.github.idempotency.benchmark.server;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.event.EventListener;

/** The application under load. */
@SpringBootApplication
public class ServerApplication {

    /** Begins the line that says which port it listens on. */
    public static final String READY = "listening on port ";

    public static void main(String[] arguments) {
        SpringApplication.run(ServerApplication.class, arguments);
    }

    @EventListener
    void tellThePort(WebServerInitializedEvent event) {
        System.out.println(READY + event.getWebServer().getPort());
    }
}
