package io.github.idempotency.autoconfigure;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.LettuceFutures;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.resource.ClientResources;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.connection.RedisConfiguration;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisPassword;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.ReturnType;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration.LettuceClientConfigurationBuilder;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration.LettuceSslClientConfigurationBuilder;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConverters;

import io.github.idempotency.store.redis.ScriptingConnectionFactory;

/**
 * A factory like the application's, but for the time-outs: same servers, credentials, TLS, options and event loops. Its
 * one connection is made by the first caller that needs it, while others wait for the same attempt and share what comes
 * of it: with one attempt each, the last of many callers would wait for all of them.
 */
final class RecordsConnectionFactory extends LettuceConnectionFactory implements ScriptingConnectionFactory {

    private final AtomicReference<@Nullable CompletableFuture<Void>> connecting = new AtomicReference<>();

    private volatile boolean connected;

    private RecordsConnectionFactory(RedisConfiguration servers, LettuceClientConfiguration client) {
        super(servers, client);
    }

    /**
     * Ready for use, but not connected yet.
     *
     * @return null where the application's factory does not say what it was made of: a subclass may do anything, and a
     *     mock says nothing
     */
    static @Nullable LettuceConnectionFactory like(
            LettuceConnectionFactory application, Duration timeout, boolean flushedTogether) {
        LettuceClientConfiguration client = application.getClientConfiguration();
        if (application.getClass() != LettuceConnectionFactory.class || client == null) {
            return null;
        }
        RedisConfiguration servers = servers(application);
        if (servers == null) {
            return null;
        }
        RecordsConnectionFactory factory =
                new RecordsConnectionFactory(servers, client(client, timeout, flushedTogether));
        factory.setValidateConnection(application.getValidateConnection());
        factory.setPhase(application.getPhase());
        factory.afterPropertiesSet();
        return factory;
    }

    private static @Nullable RedisConfiguration servers(LettuceConnectionFactory application) {
        if (application.getClusterConfiguration() != null) {
            return application.getClusterConfiguration();
        }
        if (application.getSentinelConfiguration() != null) {
            return application.getSentinelConfiguration();
        }
        return application.getSocketConfiguration() != null
                ? application.getSocketConfiguration()
                : standalone(application);
    }

    // A factory made of a configuration of any kind has that of localhost for its standalone one: it is not connected
    // to.
    private static @Nullable RedisConfiguration standalone(LettuceConnectionFactory application) {
        RedisStandaloneConfiguration server = application.getStandaloneConfiguration();
        boolean connectedTo = server.getHostName().equals(application.getHostName())
                && server.getPort() == application.getPort()
                && server.getDatabase() == application.getDatabase()
                && server.getPassword().equals(RedisPassword.of(application.getPassword()));
        return connectedTo ? server : null;
    }

    // Every setting but the pool, which is for blocking commands: the store has none.
    private static LettuceClientConfiguration client(
            LettuceClientConfiguration application, Duration timeout, boolean flushedTogether) {
        LettuceClientConfigurationBuilder builder = LettuceClientConfiguration.builder();
        if (application.isUseSsl()) {
            LettuceSslClientConfigurationBuilder ssl = builder.useSsl().verifyPeer(application.getVerifyMode());
            if (application.isStartTls()) {
                ssl.startTls();
            }
        }
        application
                .getClientResources()
                .map(resources -> flushedTogether ? FlushedTogether.in(resources) : resources)
                .ifPresent(builder::clientResources);
        application.getClientName().ifPresent(builder::clientName);
        application.getReadFrom().ifPresent(builder::readFrom);
        application.getRedisCredentialsProviderFactory().ifPresent(builder::redisCredentialsProviderFactory);
        return builder.clientOptions(options(application.getClientOptions().orElseGet(ClientOptions::create), timeout))
                .commandTimeout(timeout)
                .shutdownTimeout(application.getShutdownTimeout())
                .shutdownQuietPeriod(application.getShutdownQuietPeriod())
                .build();
    }

    private static ClientOptions options(ClientOptions application, Duration timeout) {
        SocketOptions socket = application.getSocketOptions();
        // Whoever sends a command waits for it that long: a timer of the connection's for each would only be cancelled.
        ClientOptions.Builder options = application.mutate().timeoutOptions(TimeoutOptions.create());
        if (socket.getConnectTimeout().compareTo(timeout) > 0) {
            options.socketOptions(socket.mutate().connectTimeout(timeout).build());
        }
        return options.build();
    }

    @Override
    public RedisConnection getConnection() {
        if (!connected) {
            connect();
        }
        return super.getConnection();
    }

    @Override
    public <T> @Nullable T evalSha(String sha1, ReturnType returnType, int keys, byte[]... keysAndArguments) {
        if (!connected) {
            connect();
        }
        StatefulRedisConnection<byte[], byte[]> shared = isRunning() ? getSharedConnection() : null;
        if (shared == null) {
            // A cluster's connection is of another kind; whoever has been stopped says so.
            try (RedisConnection connection = super.getConnection()) {
                return connection.scriptingCommands().evalSha(sha1, returnType, keys, keysAndArguments);
            }
        }
        try {
            RedisFuture<T> reply = shared.async()
                    .evalsha(
                            sha1,
                            LettuceConverters.toScriptOutputType(returnType),
                            Arrays.copyOf(keysAndArguments, keys),
                            Arrays.copyOfRange(keysAndArguments, keys, keysAndArguments.length));
            return LettuceFutures.awaitOrCancel(reply, getTimeout(), TimeUnit.MILLISECONDS);
        } catch (RuntimeException ex) {
            DataAccessException translated = translateExceptionIfPossible(ex);
            throw translated == null ? ex : translated;
        }
    }

    private void connect() {
        CompletableFuture<Void> mine = new CompletableFuture<>();
        CompletableFuture<Void> running = connecting.compareAndExchange(null, mine);
        if (running != null) {
            await(running);
            return;
        }
        try {
            super.getConnection().close();
            connected = true;
            mine.complete(null);
        } catch (RuntimeException | Error ex) {
            mine.completeExceptionally(ex);
            throw ex;
        } finally {
            connecting.set(null);
        }
    }

    private static void await(CompletableFuture<Void> attempt) {
        try {
            attempt.join();
        } catch (CompletionException ex) {
            throw ex.getCause() instanceof RuntimeException failure ? failure : ex;
        }
    }

    /** With the resources that are its own; what they are made of is the application's. */
    @Override
    public void destroy() {
        super.destroy();
        getClientConfiguration()
                .getClientResources()
                .filter(resources -> resources.nettyCustomizer() instanceof FlushedTogether)
                .ifPresent(ClientResources::shutdown);
    }

    @Override
    public void resetConnection() {
        connected = false;
        super.resetConnection();
    }
}
