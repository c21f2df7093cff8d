package io.github.idempotency.autoconfigure;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import io.github.idempotency.ai.mcp.MissingMcpKey;

/**
 * Configuration of tools that are offered or called over MCP.
 *
 * @param metaField Name of the field of '_meta' that is the key of a call.
 * @param missingKey What the key of a call is that brings none.
 * @param sendKeys Whether guarded tool calls send their key to the MCP server whose tool it is.
 */
@ConfigurationProperties("idempotency.ai.mcp")
public record IdempotencyMcpProperties(
        @DefaultValue("idempotencyKey") String metaField,
        @DefaultValue("none") MissingMcpKey missingKey,
        @DefaultValue("true") boolean sendKeys) {}
