package io.github.idempotency.autoconfigure;

import java.time.Duration;
import java.util.function.Supplier;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.ReadFrom;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SslVerifyMode;
import io.lettuce.core.cluster.ClusterClientOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mockito.Mockito;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.data.redis.connection.RedisClusterConfiguration;
import org.springframework.data.redis.connection.RedisConfiguration;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.RedisSentinelConfiguration;
import org.springframework.data.redis.connection.RedisSocketConfiguration;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.RedisStaticMasterReplicaConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;

/** Everything about the records' own connection is the application's, but the time-outs. */
@ExtendWith(OutputCaptureExtension.class)
class RecordsConnectionTests {

    private static final Duration TIMEOUT = Duration.ofSeconds(3);

    @ParameterizedTest
    @CsvSource({
        "'', '', 2000",
        "'', 1s, 1000",
        "'', 5s, 5000",
        "700ms, 5s, 700",
        "700ms, '', 700",
    })
    void theTimeOutIsTheRecordsOwnThenTheApplicationsThenTwoSeconds(
            String records, String applications, long expected) {
        ApplicationContextRunner runner =
                Starts.withoutStore().withConfiguration(AutoConfigurations.of(DataRedisAutoConfiguration.class));
        if (!records.isEmpty()) {
            runner = runner.withPropertyValues("idempotency.redis.timeout=" + records);
        }
        if (!applications.isEmpty()) {
            runner = runner.withPropertyValues("spring.data.redis.timeout=" + applications);
        }
        Starts.run(runner, context -> {
            LettuceConnectionFactory own = own(context.getBean(RecordsConnection.class));
            assertThat(own.getTimeout()).isEqualTo(expected);
            assertThat(own.getClientConfiguration()
                            .getClientOptions()
                            .orElseThrow()
                            .getSocketOptions()
                            .getConnectTimeout())
                    .isLessThanOrEqualTo(Duration.ofMillis(expected));
            assertThat(context.getBeansOfType(RedisConnectionFactory.class)).hasSize(1);
        });
    }

    @Test
    void aTimeOutOfZeroLeavesTheApplicationsConnectionAsItIs() {
        Starts.run(
                Starts.withoutStore()
                        .withBean(RedisConnectionFactory.class, LettuceConnectionFactory::new)
                        .withPropertyValues("idempotency.redis.timeout=0"),
                context -> assertThat(context.getBean(RecordsConnection.class).factory())
                        .isSameAs(context.getBean(RedisConnectionFactory.class)));
    }

    @Test
    void aNegativeTimeOutIsAMistake() {
        FailureAnalysis failure = Starts.failure(Starts.withoutStore()
                .withBean(RedisConnectionFactory.class, LettuceConnectionFactory::new)
                .withPropertyValues("idempotency.redis.timeout=-1s"));
        assertThat(failure.getDescription()).contains("idempotency.redis.timeout");
    }

    @Test
    void whatTheClientWasToldIsKept() {
        LettuceClientConfiguration client = LettuceClientConfiguration.builder()
                .useSsl()
                .verifyPeer(SslVerifyMode.CA)
                .startTls()
                .and()
                .clientName("shop")
                .readFrom(ReadFrom.REPLICA_PREFERRED)
                .clientOptions(ClusterClientOptions.builder()
                        .maxRedirects(9)
                        .socketOptions(SocketOptions.builder()
                                .keepAlive(true)
                                .connectTimeout(Duration.ofMinutes(1))
                                .build())
                        .build())
                .commandTimeout(Duration.ofMinutes(1))
                .build();
        LettuceClientConfiguration own = derived(
                        () -> new LettuceConnectionFactory(new RedisClusterConfiguration().clusterNode("a", 1), client))
                .getClientConfiguration();
        assertThat(own.isUseSsl()).isTrue();
        assertThat(own.isStartTls()).isTrue();
        assertThat(own.getVerifyMode()).isEqualTo(SslVerifyMode.CA);
        assertThat(own.getClientName()).contains("shop");
        assertThat(own.getReadFrom()).contains(ReadFrom.REPLICA_PREFERRED);
        assertThat(own.getCommandTimeout()).isEqualTo(TIMEOUT);
        ClientOptions options = own.getClientOptions().orElseThrow();
        assertThat(options)
                .isInstanceOfSatisfying(
                        ClusterClientOptions.class,
                        cluster -> assertThat(cluster.getMaxRedirects()).isEqualTo(9));
        assertThat(options.getSocketOptions().isKeepAlive()).isTrue();
        assertThat(options.getSocketOptions().getConnectTimeout()).isEqualTo(TIMEOUT);
    }

    @Test
    void theServersAreTheApplications() {
        RedisStandaloneConfiguration standalone = new RedisStandaloneConfiguration("a", 7);
        standalone.setDatabase(3);
        standalone.setPassword("secret");
        LettuceConnectionFactory own = derived(() -> new LettuceConnectionFactory(standalone));
        assertThat(own.getHostName()).isEqualTo("a");
        assertThat(own.getPort()).isEqualTo(7);
        assertThat(own.getDatabase()).isEqualTo(3);
        assertThat(own.getPassword()).isEqualTo("secret");
        RedisSentinelConfiguration sentinel =
                new RedisSentinelConfiguration().master("m").sentinel("a", 1);
        assertThat(derived(() -> new LettuceConnectionFactory(sentinel)).getSentinelConfiguration())
                .isSameAs(sentinel);
        RedisClusterConfiguration cluster = new RedisClusterConfiguration().clusterNode("a", 1);
        assertThat(derived(() -> new LettuceConnectionFactory(cluster)).getClusterConfiguration())
                .isSameAs(cluster);
        RedisSocketConfiguration socket = new RedisSocketConfiguration("/run/redis");
        assertThat(derived(() -> new LettuceConnectionFactory(socket)).getSocketConfiguration())
                .isSameAs(socket);
    }

    @Test
    void aConnectionThatCannotBeCopiedIsUsedAsItIsAndTheLogSaysSo(CapturedOutput output) {
        asItIs(Mockito.mock(RedisConnectionFactory.class));
        asItIs(Mockito.mock(LettuceConnectionFactory.class));
        asItIs(new LettuceConnectionFactory() {});
        RedisConfiguration anyKind = new RedisStandaloneConfiguration("a", 7);
        asItIs(new LettuceConnectionFactory(anyKind, LettuceClientConfiguration.defaultConfiguration()));
        assertThat(output).contains("idempotency.redis.timeout is not applied");
    }

    @Test
    void masterAndReplicasAreUsedAsTheyAre() {
        RedisStaticMasterReplicaConfiguration nodes = new RedisStaticMasterReplicaConfiguration("a");
        Starts.run(
                Starts.withoutStore()
                        .withBean(RedisStaticMasterReplicaConfiguration.class, () -> nodes)
                        .withBean(RedisConnectionFactory.class, () -> new LettuceConnectionFactory(nodes)),
                context -> assertThat(context.getBean(RecordsConnection.class).factory())
                        .isSameAs(context.getBean(RedisConnectionFactory.class)));
        Starts.run(
                Starts.withoutStore()
                        .withConfiguration(AutoConfigurations.of(DataRedisAutoConfiguration.class))
                        .withPropertyValues("spring.data.redis.masterreplica.nodes=a:1,b:2"),
                context -> assertThat(context.getBean(RecordsConnection.class).factory())
                        .isSameAs(context.getBean(RedisConnectionFactory.class)));
    }

    private static void asItIs(RedisConnectionFactory application) {
        assertThat(RecordsConnection.of(application, TIMEOUT, true).factory()).isSameAs(application);
    }

    private static LettuceConnectionFactory derived(Supplier<LettuceConnectionFactory> application) {
        RecordsConnection connection = RecordsConnection.of(application.get(), TIMEOUT, true);
        connection.close();
        return own(connection);
    }

    private static LettuceConnectionFactory own(RecordsConnection connection) {
        return (LettuceConnectionFactory) connection.factory();
    }
}
