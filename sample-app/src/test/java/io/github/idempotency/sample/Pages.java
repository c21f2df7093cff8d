package io.github.idempotency.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.FileSystemUtils;

import io.github.idempotency.sample.model.ModelServer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The pages of the sample in a real browser: one browser, one application and one model for all tests of a run. Without
 * Chromium they are skipped; not so where {@code CI} is {@code true}, because nobody would see there that they were.
 */
final class Pages implements ExecutionCondition, BeforeAllCallback {

    private static final String MISSING =
            "Pages are tested in /usr/bin/chromium, driven by /usr/bin/chromedriver: install them";

    private Parts parts;

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return Browser.isInstalled() || "true".equals(System.getenv("CI"))
                ? ConditionEvaluationResult.enabled("There is a browser, or has to be")
                : ConditionEvaluationResult.disabled(MISSING);
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        assertThat(Browser.isInstalled()).as(MISSING).isTrue();
        parts = context.getRoot()
                .getStore(Namespace.create(Pages.class))
                .computeIfAbsent(Parts.class, type -> Parts.start(), Parts.class);
    }

    Browser browser() {
        return parts.browser;
    }

    ModelServer model() {
        return parts.model;
    }

    /** A bean of the shop, for what no page and no caller can do. */
    <T> T bean(Class<T> type) {
        return parts.shop.getBean(type);
    }

    ShopClient client() {
        return new ShopClient(parts.port());
    }

    Effects effects() throws IOException {
        return client().effects();
    }

    void open(String path) {
        parts.browser.open("http://localhost:" + parts.port() + path);
    }

    /** Closed by JUnit when all tests have run. */
    private record Parts(Path data, ModelServer model, ConfigurableApplicationContext shop, Browser browser)
            implements AutoCloseable {

        static Parts start() {
            try {
                Path data = Files.createTempDirectory("shop");
                ModelServer model = ModelServer.start();
                List<String> arguments = new ArrayList<>(model.arguments());
                arguments.add("--server.port=0");
                arguments.add("--sample.data-dir=" + data);
                arguments.add("--spring.main.register-shutdown-hook=false");
                ConfigurableApplicationContext shop =
                        ShopApplication.application().run(arguments.toArray(String[]::new));
                return new Parts(data, model, shop, Browser.start());
            } catch (IOException ex) {
                throw new UncheckedIOException(ex);
            }
        }

        int port() {
            return shop.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
        }

        @Override
        public void close() throws IOException {
            browser.close();
            // First, or the shop would wait for answers that a failed test has left open.
            model.close();
            shop.close();
            FileSystemUtils.deleteRecursively(data);
        }
    }
}
