package io.github.idempotency.autoconfigure;

import java.io.IOException;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ClassPathResource;

import static org.assertj.core.api.Assertions.assertThat;

/** The settings that the pages show are settings, to the last of them. */
class DocumentedSettingsTests {

    @Test
    void theyCanBeBound() throws IOException {
        List<PropertySource<?>> documents =
                new YamlPropertySourceLoader().load("settings", new ClassPathResource("docs/settings.yml"));
        assertThat(documents).hasSize(4);
        assertThat(bind(documents.get(0), "idempotency.ai.model", IdempotencyModelProperties.class)
                        .enabled())
                .isTrue();
        assertThat(bind(documents.get(1), "idempotency.ai.tools", IdempotencyToolProperties.class)
                        .readOnly())
                .containsExactlyInAnyOrder("lookup_order", "search");
        assertThat(bind(documents.get(2), "idempotency.cost", IdempotencyCostProperties.class)
                        .prices())
                .containsOnlyKeys("gpt-4.1");
        assertThat(bind(documents.get(3), "idempotency.outgoing", IdempotencyOutgoingProperties.class)
                        .hosts())
                .containsOnlyKeys("stripe", "shops", "warehouse.example.com");
    }

    private static <T> T bind(PropertySource<?> document, String prefix, Class<T> type) {
        return new Binder(ConfigurationPropertySources.from(document))
                .bind(prefix, Bindable.of(type), new NoUnboundElementsBindHandler(BindHandler.DEFAULT))
                .get();
    }
}
