package io.github.idempotency.autoconfigure;

import io.lettuce.core.event.DefaultEventPublisherOptions;
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

    /** The application's resources, which stay its own to shut down; these are shut down by whoever asks for them. */
    static ClientResources in(ClientResources application) {
        return ClientResources.builder()
                .addressResolverGroup(application.addressResolverGroup())
                .commandLatencyPublisherOptions(DefaultEventPublisherOptions.disabled())
                .commandLatencyRecorder(application.commandLatencyRecorder())
                .eventBus(application.eventBus())
                .eventExecutorGroup(application.eventExecutorGroup())
                .eventLoopGroupProvider(application.eventLoopGroupProvider())
                .nettyCustomizer(new FlushedTogether(application.nettyCustomizer()))
                .reconnectDelay(application::reconnectDelay)
                .socketAddressResolver(application.socketAddressResolver())
                .timer(application.timer())
                .tracing(application.tracing())
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
