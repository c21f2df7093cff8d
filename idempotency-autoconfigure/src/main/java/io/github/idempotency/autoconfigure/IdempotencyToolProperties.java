package io.github.idempotency.autoconfigure;

import java.time.Duration;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import io.github.idempotency.Effect;
import io.github.idempotency.ai.tool.GuardedToolCalling;
import io.github.idempotency.aop.IdempotentSettings;

/**
 * Configuration of tools that language models call. One tool is configured as the scope 'tool.' and its name.
 *
 * @param enabled Whether calls of tools are guarded.
 * @param session Which entry of Spring AI's tool context says which conversation a call is in. Without that entry it is
 *     the guarded call that runs the agent.
 * @param readOnly Comma-separated list of tools that may run any number of times and so are not guarded.
 * @param trustedMcpServers Comma-separated list of MCP servers, by the names of the connections to them, that are believed which of their tools
 *     are read-only or idempotent.
 * @param profile Name of the profile of tools.
 * @param required Whether a call that cannot be told from others is refused. By default one of an irreversible tool is, and
 *     any other runs unprotected.
 * @param ttl How long the result of a tool is kept, from its completion.
 * @param effect What a second execution of a tool would do.
 */
@ConfigurationProperties("idempotency.ai.tools")
public record IdempotencyToolProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue(GuardedToolCalling.CONVERSATION_ID) String session,
        @DefaultValue Set<String> readOnly,
        @DefaultValue Set<String> trustedMcpServers,
        @Nullable String profile,
        @Nullable Boolean required,
        @Nullable Duration ttl,
        @Nullable Effect effect) {

    IdempotentSettings settings() {
        return new IdempotentSettings(
                profile, null, ttl, null, null, required, null, null, effect, null, null, null, null, null, null, null,
                null, null, null, null, null, null, null, null, null, null);
    }
}
