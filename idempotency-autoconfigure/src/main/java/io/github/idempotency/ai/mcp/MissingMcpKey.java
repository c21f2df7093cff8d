package io.github.idempotency.ai.mcp;

/** What the key of an MCP call is that brings none. */
public enum MissingMcpKey {

    /** Nothing: the call is refused where its key is required, and runs unprotected where it is not. */
    NONE,

    /**
     * Its session, its tool and its arguments. Then two calls of one session that are worded alike are one call, meant or
     * not, and a retry in another session, or worded otherwise, is another one.
     */
    SESSION_AND_ARGUMENTS
}
