package io.github.idempotency.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.net.URI;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.github.idempotency.Idempotent;
import io.github.idempotency.aop.IdempotentSettings;
import io.github.idempotency.autoconfigure.IdempotencyProperties.StoreType;
import io.github.idempotency.execution.IdempotencyPolicy;

import static org.assertj.core.api.Assertions.assertThat;

/** What an editor completes and explains in {@code application.yml}. */
class ConfigurationMetadataTests {

    private final JsonNode metadata = read();

    private final Map<String, JsonNode> properties = properties();

    @Test
    void everyPropertyIsThere() {
        Set<String> bound = new TreeSet<>();
        collect("idempotency", IdempotencyProperties.class, bound);
        collect("idempotency.cost", IdempotencyCostProperties.class, bound);
        collect("idempotency.jdbc", IdempotencyJdbcProperties.class, bound);
        collect("idempotency.web", IdempotencyWebProperties.class, bound);
        collect("idempotency.console", IdempotencyConsoleProperties.class, bound);
        collect("idempotency.recovery", IdempotencyRecoveryProperties.class, bound);
        collect("idempotency.totals", IdempotencyTotalsProperties.class, bound);
        collect("idempotency.encryption", IdempotencyEncryptionProperties.class, bound);
        collect("idempotency.outgoing", IdempotencyOutgoingProperties.class, bound);
        collect("idempotency.ai.mcp", IdempotencyMcpProperties.class, bound);
        collect("idempotency.ai.tools", IdempotencyToolProperties.class, bound);
        collect("idempotency.ai.model", IdempotencyModelProperties.class, bound);
        collect("idempotency.compression", IdempotencyCompressionProperties.class, bound);
        assertThat(properties.keySet().stream().filter(name -> name.startsWith("idempotency.")))
                .containsExactlyInAnyOrderElementsOf(bound);
    }

    /** The rules are those of Boot's own properties. */
    @Test
    void everyDescriptionIsASentenceOfBootsKind() {
        assertThat(properties).allSatisfy((name, property) -> {
            String description = property.path("description").asString("");
            assertThat(description)
                    .matches("(?s)[A-Z].*\\.")
                    .doesNotMatch("(The|A|An) .*")
                    .doesNotContain("Default:");
            if (property.path("type").asString().equals("java.lang.Boolean")) {
                assertThat(description).startsWith("Whether ");
            }
            if (property.path("type").asString().contains("Set<")) {
                assertThat(description).startsWith("Comma-separated list of ");
            }
        });
    }

    @Test
    void theDefaultsThatAreShownAreThoseThatApply() {
        IdempotencyPolicy policy = IdempotencyPolicy.DEFAULT;
        assertThat(DurationStyle.detectAndParse(defaultOf("idempotency.ttl"))).isEqualTo(policy.ttl());
        assertThat(DurationStyle.detectAndParse(defaultOf("idempotency.lease"))).isEqualTo(policy.lease());
        assertThat(DataSize.parse(defaultOf("idempotency.max-result-size")).toBytes())
                .isEqualTo(policy.maxResultSize());
        assertThat(defaultOf("idempotency.effect"))
                .isEqualToIgnoringCase(policy.effect().name());
        assertThat(defaultOf("idempotency.on-in-progress"))
                .isEqualToIgnoringCase(policy.onInProgress().name());
        assertThat(defaultOf("idempotency.on-mismatch"))
                .isEqualToIgnoringCase(policy.onMismatch().name());
        assertThat(DurationStyle.detectAndParse(defaultOf("idempotency.wait-timeout")))
                .isEqualTo(policy.waitTimeout());
        assertThat(defaultOf("idempotency.on-store-failure"))
                .isEqualToIgnoringCase(policy.onStoreFailure().name());
        assertThat(defaultOf("idempotency.on-cancel"))
                .isEqualToIgnoringCase(policy.onCancel().name());
        assertThat(DurationStyle.detectAndParse(defaultOf("idempotency.drain-timeout")))
                .isEqualTo(policy.drainTimeout());
        assertThat(defaultOf("idempotency.required")).isEqualTo("true");
        assertThat(defaultOf("idempotency.enabled")).isEqualTo("true");
    }

    /** The names of profiles and scopes are the application's own. */
    @Test
    void profilesAndScopesAreMapsOfSettings() {
        String settings = "java.util.Map<java.lang.String," + IdempotentSettings.class.getName() + ">";
        assertThat(properties.get("idempotency.profiles").path("type").asString())
                .isEqualTo(settings);
        assertThat(properties.get("idempotency.scopes").path("type").asString()).isEqualTo(settings);
    }

    @Test
    void hintsBelongToProperties() {
        assertThat(metadata.path("hints").values())
                .extracting(hint -> hint.path("name").asString().replaceFirst("\\.keys$", ""))
                .isSubsetOf(properties.keySet());
    }

    /** An editor knows the constants of an enum, but not what else Boot binds to them or what they mean. */
    @Test
    void whatATypeDoesNotTellAHintTells() {
        Set<String> hinted = metadata.path("hints").values().stream()
                .map(hint -> hint.path("name").asString())
                .collect(Collectors.toSet());
        assertThat(hinted)
                .contains(
                        "idempotency.store",
                        "idempotency.profile",
                        "idempotency.profiles.keys",
                        "idempotency.fingerprint",
                        "idempotency.web.header");
    }

    /** Whoever types one of the shown values gets what its description says. */
    @Test
    void everyShownStoreCanBeBound() {
        JsonNode hint = metadata.path("hints").values().stream()
                .filter(candidate -> candidate.path("name").asString().equals("idempotency.store"))
                .findFirst()
                .orElseThrow();
        Set<StoreType> bound = new HashSet<>();
        hint.path("values").forEach(value -> bound.add(bind(value.path("value").asString())));
        assertThat(bound).containsExactlyInAnyOrder(StoreType.values());
    }

    private static StoreType bind(String value) {
        return new Binder(new MapConfigurationPropertySource(Map.of("store", value)))
                .bind("store", StoreType.class)
                .get();
    }

    /** What nobody sets has a value all the same, which an editor should show; or it is nothing at all. */
    @Test
    void onlyWhatIsDecidedElsewhereOrNothingShowsNoDefault() {
        assertThat(properties.values().stream()
                        .filter(property -> property.path("defaultValue").isMissingNode())
                        .map(property -> property.path("name").asString())
                        .filter(name -> name.startsWith("idempotency.")))
                .containsExactlyInAnyOrder(
                        "idempotency.ai.tools.effect",
                        "idempotency.ai.tools.profile",
                        "idempotency.ai.tools.read-only",
                        "idempotency.ai.tools.required",
                        "idempotency.ai.tools.trusted-mcp-servers",
                        "idempotency.ai.tools.ttl",
                        "idempotency.anonymous",
                        "idempotency.compression.threshold",
                        "idempotency.cost.currency",
                        "idempotency.cost.ledger",
                        "idempotency.cost.price-version",
                        "idempotency.cost.prices",
                        "idempotency.encryption.key",
                        "idempotency.encryption.keys",
                        "idempotency.fingerprint",
                        "idempotency.namespace",
                        "idempotency.outgoing.hosts",
                        "idempotency.profile",
                        "idempotency.profiles",
                        "idempotency.redis.timeout",
                        "idempotency.request-fingerprint.exclude-fields",
                        "idempotency.request-fingerprint.headers",
                        "idempotency.request-fingerprint.select-fields",
                        "idempotency.result-ttl",
                        "idempotency.scopes",
                        "idempotency.store",
                        "idempotency.web.header-aliases",
                        "idempotency.web.key.pattern",
                        "idempotency.web.problem-documentation-base",
                        "idempotency.web.replay-marks");
    }

    @Test
    void whatTheAnnotationCanSayAScopeInYamlCanSay() {
        assertThat(attributes()).isSubsetOf(components(IdempotentSettings.class));
    }

    /** A key, who reconciles it and what its answers and exceptions mean are a method's own; the rest has a default. */
    @Test
    void whatAScopeCanSayTheDefaultsCanSay() {
        Set<String> defaults = components(IdempotentSettings.class);
        defaults.removeAll(Set.of("key", "reconcileWith", "releaseOn", "remember", "succeededWhen"));
        assertThat(defaults).isSubsetOf(components(IdempotencyProperties.class));
    }

    private static Set<String> attributes() {
        return Stream.of(Idempotent.class.getDeclaredMethods())
                .map(Method::getName)
                .filter(name -> !name.equals("scope"))
                .collect(Collectors.toSet());
    }

    private static Set<String> components(Class<?> type) {
        return Stream.of(type.getRecordComponents())
                .map(RecordComponent::getName)
                .collect(Collectors.toSet());
    }

    private static void collect(String prefix, Class<?> type, Set<String> names) {
        for (RecordComponent component : type.getRecordComponents()) {
            String name = prefix + "." + DataObjectPropertyName.toDashedForm(component.getName());
            if (component.getType().isRecord()) {
                collect(name, component.getType(), names);
            } else {
                names.add(name);
            }
        }
    }

    private String defaultOf(String property) {
        return properties.get(property).path("defaultValue").asString();
    }

    private Map<String, JsonNode> properties() {
        Map<String, JsonNode> byName = new TreeMap<>();
        metadata.path("properties")
                .forEach(property -> byName.put(property.path("name").asString(), property));
        return byName;
    }

    /** Other jars of the class path have metadata too: ours is beside our classes. */
    private static JsonNode read() {
        try {
            String classes = IdempotencyProperties.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toString();
            String file = "META-INF/spring-configuration-metadata.json";
            String url = classes.endsWith(".jar") ? "jar:" + classes + "!/" + file : classes + file;
            try (InputStream json = URI.create(url).toURL().openStream()) {
                return JsonMapper.shared().readTree(json);
            }
        } catch (IOException ex) {
            throw new IllegalStateException(ex);
        }
    }
}
