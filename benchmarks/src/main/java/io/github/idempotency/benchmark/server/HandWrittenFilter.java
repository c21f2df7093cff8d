package io.github.idempotency.benchmark.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.SetArgs;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.NettyCustomizer;
import io.netty.channel.Channel;
import io.netty.handler.flush.FlushConsolidationHandler;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.ContentCachingResponseWrapper;

/**
 * What a team writes in an afternoon that knows Redis: claim with one command, store the answer with another, no lease, no
 * owner, no fingerprint. Nothing that asks before and stores after can be much faster, so it is the limit.
 * Its connection is set up as this project's is.
 */
@Component
public class HandWrittenFilter extends OncePerRequestFilter implements DisposableBean {

    public static final String PATH = "/filtered";

    private static final byte[] CLAIM = """
            if redis.call('SET', KEYS[1], '', 'NX', 'PX', ARGV[1]) then return false end
            return redis.call('GET', KEYS[1])""".getBytes(StandardCharsets.UTF_8);

    private static final byte[] LEASE = "30000".getBytes(StandardCharsets.UTF_8);

    private final ClientResources resources =
            ClientResources.builder().nettyCustomizer(new FlushedTogether()).build();

    private final RedisClient client;

    private final RedisCommands<byte[], byte[]> redis;

    private final String claim;

    HandWrittenFilter(DataRedisConnectionDetails details) {
        DataRedisConnectionDetails.Standalone server = Objects.requireNonNull(details.getStandalone());
        client = RedisClient.create(resources, RedisURI.create(server.getHost(), server.getPort()));
        redis = client.connect(ByteArrayCodec.INSTANCE).sync();
        claim = redis.scriptLoad(CLAIM);
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !request.getRequestURI().equals(PATH);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        byte[] key = ("filter:" + request.getHeader("Idempotency-Key")).getBytes(StandardCharsets.UTF_8);
        byte[] stored = redis.evalsha(claim, ScriptOutputType.VALUE, new byte[][] {key}, LEASE);
        if (stored == null) {
            ContentCachingResponseWrapper recorder = new ContentCachingResponseWrapper(response);
            chain.doFilter(request, recorder);
            redis.set(key, recorder.getContentAsByteArray(), SetArgs.Builder.px(60_000));
            recorder.copyBodyToResponse();
        } else if (stored.length == 0) {
            response.setStatus(HttpServletResponse.SC_CONFLICT);
        } else {
            response.setContentType("application/json");
            response.setHeader("Idempotent-Replayed", "true");
            response.setContentLength(stored.length);
            response.getOutputStream().write(stored);
        }
    }

    @Override
    public void destroy() {
        super.destroy();
        client.shutdown();
        resources.shutdown();
    }

    /** Commands of many callers go in one system call, as those of this project do. */
    private static final class FlushedTogether implements NettyCustomizer {

        @Override
        public void afterChannelInitialized(Channel channel) {
            channel.pipeline()
                    .addFirst(new FlushConsolidationHandler(
                            FlushConsolidationHandler.DEFAULT_EXPLICIT_FLUSH_AFTER_FLUSHES, true));
        }
    }
}
