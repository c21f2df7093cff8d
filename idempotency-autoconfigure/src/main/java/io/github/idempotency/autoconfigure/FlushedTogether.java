package io.github.idempotency.autoconfigure;

import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.NettyCustomizer;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.handler.flush.FlushConsolidationHandler;

/**
 * Sends the commands of many callers together that come at about the same time over one connection: a system call for
 * all of them, where each caller's would be one. A command of a lone caller waits for nobody but goes a little way
 * round.
 *
 * @param application what the application itself has to say about connections
 */
record FlushedTogether(NettyCustomizer application) implements NettyCustomizer {

    /** The same event loops and timers, so there is nothing to shut down. */
    static ClientResources in(ClientResources application) {
        return application
                .mutate()
                .nettyCustomizer(new FlushedTogether(application.nettyCustomizer()))
                .build();
    }

    @Override
    public void afterBootstrapInitialized(Bootstrap bootstrap) {
        application.afterBootstrapInitialized(bootstrap);
    }

    @Override
    public void afterChannelInitialized(Channel channel) {
        channel.pipeline()
                .addFirst(new FlushConsolidationHandler(
                        FlushConsolidationHandler.DEFAULT_EXPLICIT_FLUSH_AFTER_FLUSHES, true));
        application.afterChannelInitialized(channel);
    }
}
