package io.github.idempotency.aop;

import java.lang.reflect.Method;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.util.ReflectionUtils;

import io.github.idempotency.Effect;
import io.github.idempotency.Idempotent;
import io.github.idempotency.MismatchPolicy;
import io.github.idempotency.autoconfigure.Starts;
import io.github.idempotency.execution.IdempotencyPolicy;

import static org.assertj.core.api.Assertions.assertThat;

/** Scope in YAML, then annotation, then profile, then defaults, then the engine. */
class SettingsPrecedenceTests {

    private final ApplicationContextRunner application = Starts.application(Orders.class);

    @Test
    void withNothingSaidTheEnginesDefaultsApply() {
        check(application, "plain", metadata -> {
            assertThat(metadata.policy()).isEqualTo(IdempotencyPolicy.DEFAULT);
            assertThat(metadata.required()).isTrue();
            assertThat(metadata.scope()).isEqualTo(Orders.class.getName() + ".plain");
        });
    }

    @Test
    void defaultsBeatTheEngine() {
        check(application.withPropertyValues("idempotency.ttl=1h", "idempotency.required=false"), "plain", metadata -> {
            assertThat(metadata.policy().ttl()).hasHours(1);
            assertThat(metadata.required()).isFalse();
        });
    }

    @Test
    void aProfileBeatsTheDefaults() {
        check(profiled(), "profiled", metadata -> {
            assertThat(metadata.policy().ttl()).hasHours(2);
            assertThat(metadata.policy().lease()).hasSeconds(11);
        });
    }

    @Test
    void theAnnotationBeatsItsProfile() {
        check(profiled(), "profiledWithTtl", metadata -> {
            assertThat(metadata.policy().ttl()).hasHours(3);
            assertThat(metadata.policy().onMismatch()).isEqualTo(MismatchPolicy.REPLAY_ORIGINAL);
        });
    }

    @Test
    void theScopeBeatsTheAnnotation() {
        check(
                profiled()
                        .withPropertyValues(
                                "idempotency.scopes.transfers.ttl=4h",
                                "idempotency.scopes.transfers.effect=repeatable"),
                "scoped",
                metadata -> {
                    assertThat(metadata.policy().ttl()).hasHours(4);
                    assertThat(metadata.policy().effect()).isEqualTo(Effect.REPEATABLE);
                    assertThat(metadata.policy().lease()).hasSeconds(12);
                });
    }

    @Test
    void anAnswerMayBeKeptLessLongThanItsKey() {
        check(
                application,
                "plain",
                metadata -> assertThat(metadata.policy().resultTtl()).isNull());
        check(
                application.withPropertyValues(
                        "idempotency.result-ttl=20m", "idempotency.scopes.transfers.result-ttl=10m"),
                "scoped",
                metadata -> assertThat(metadata.policy().resultTtl()).hasMinutes(10));
        check(
                application.withPropertyValues("idempotency.result-ttl=20m"),
                "plain",
                metadata -> assertThat(metadata.policy().resultTtl()).hasMinutes(20));
    }

    @Test
    void theScopeMayNameAnotherProfileThanTheAnnotation() {
        check(
                profiled()
                        .withPropertyValues(
                                "idempotency.profiles.other.max-result-size=7B",
                                "idempotency.scopes.transfers.profile=other"),
                "scoped",
                metadata -> {
                    assertThat(metadata.policy().maxResultSize()).isEqualTo(7);
                    assertThat(metadata.policy().ttl()).hasHours(3);
                });
    }

    @Test
    void aDefaultProfileIsForThoseThatNameNone() {
        ApplicationContextRunner runner =
                profiled().withPropertyValues("idempotency.profile=general", "idempotency.profiles.general.ttl=5h");
        check(runner, "plain", metadata -> assertThat(metadata.policy().ttl()).hasHours(5));
        check(
                runner,
                "profiled",
                metadata -> assertThat(metadata.policy().ttl()).hasHours(2));
    }

    @Test
    void aDefaultScopeIsConfiguredByItsClassAndMethod() {
        String scope = "idempotency.scopes[" + Orders.class.getName() + ".plain].ttl=6h";
        check(
                application.withPropertyValues(scope),
                "plain",
                metadata -> assertThat(metadata.policy().ttl()).hasHours(6));
    }

    @Test
    void aScopeMaySupplyTheKeyAndTheFingerprint() {
        check(
                application.withPropertyValues(
                        "idempotency.scopes.transfers.key=#a0.length()",
                        "idempotency.scopes.transfers.fingerprint=#id"),
                "scoped",
                metadata -> {
                    assertThat(metadata.key()).hasToString("#a0.length()");
                    assertThat(metadata.fingerprint()).hasToString("#id");
                });
    }

    @Test
    void aScopeMayTurnAFingerprintOff() {
        check(
                application,
                "fingerprinted",
                metadata -> assertThat(metadata.fingerprint()).hasToString("#id"));
        check(
                application.withPropertyValues("idempotency.scopes.fingerprinted.fingerprint=off"),
                "fingerprinted",
                metadata -> {
                    assertThat(metadata.fingerprint()).isNull();
                    assertThat(metadata.implicitFingerprint()).isFalse();
                });
    }

    private ApplicationContextRunner profiled() {
        return application.withPropertyValues(
                "idempotency.ttl=1h",
                "idempotency.lease=11s",
                "idempotency.profiles.sensitive.ttl=2h",
                "idempotency.profiles.sensitive.on-mismatch=replay-original");
    }

    private static void check(ApplicationContextRunner runner, String name, Consumer<IdempotentMetadata> test) {
        Method method = ReflectionUtils.findMethod(Orders.class, name, String.class);
        Starts.run(
                runner.withPropertyValues("idempotency.profiles.sensitive.required=true"),
                context -> test.accept(
                        context.getBean(IdempotentMetadataSource.class).find(method, Orders.class)));
    }

    static class Orders {

        @Idempotent(key = "#id")
        public void plain(String id) {}

        @Idempotent(key = "#id", profile = "sensitive")
        public void profiled(String id) {}

        @Idempotent(key = "#id", profile = "sensitive", ttl = "3h")
        public void profiledWithTtl(String id) {}

        @Idempotent(
                key = "#id",
                scope = "transfers",
                profile = "sensitive",
                ttl = "3h",
                lease = "12s",
                effect = Effect.IRREVERSIBLE)
        public void scoped(String id) {}

        @Idempotent(key = "#id", scope = "fingerprinted", fingerprint = "#id")
        public void fingerprinted(String id) {}
    }
}
