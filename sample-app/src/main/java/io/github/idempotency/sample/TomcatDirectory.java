package io.github.idempotency.sample;

import java.nio.file.Path;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.server.servlet.ConfigurableServletWebServerFactory;
import org.springframework.stereotype.Component;

/** Tomcat's document root is empty and never read, but it would be a new temporary directory at every start. */
@Component
class TomcatDirectory implements WebServerFactoryCustomizer<ConfigurableServletWebServerFactory> {

    private final Path directory;

    TomcatDirectory(@Value("${server.tomcat.basedir}") Path directory) {
        this.directory = directory;
    }

    @Override
    public void customize(ConfigurableServletWebServerFactory factory) {
        factory.setDocumentRoot(directory.toAbsolutePath().toFile());
    }
}
