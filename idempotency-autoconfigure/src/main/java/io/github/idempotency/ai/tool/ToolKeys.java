package io.github.idempotency.ai.tool;

import java.util.HexFormat;

import org.jspecify.annotations.Nullable;
import org.springframework.util.StringUtils;

import io.github.idempotency.execution.IdempotencyContext;
import io.github.idempotency.store.Fingerprint;

/** Makes the keys of tool calls. The model words arguments anew in every run; it never makes a key. */
final class ToolKeys {

    private ToolKeys() {}

    /**
     * The session and the id of the call. Without a session it is the guarded call that runs the agent; without an id
     * the arguments and how often that call has asked for them, which nothing but such a call can count.
     *
     * @return null if the call cannot be told from others
     */
    static @Nullable String key(ToolCall call, Fingerprint arguments, @Nullable IdempotencyContext surrounding) {
        String id = call.id();
        if (!StringUtils.hasText(id)) {
            return surrounding == null
                    ? null
                    : "//"
                            + surrounding.nextChildKey(
                                    call.tool() + '/' + HexFormat.of().formatHex(arguments.toBytes()));
        }
        String session = call.session();
        if (StringUtils.hasText(session)) {
            return escaped(session) + '/' + escaped(id);
        }
        return surrounding == null ? null : "/" + surrounding.storeKey().reference() + '/' + escaped(id);
    }

    /** So that no session and id are taken for others. */
    private static String escaped(String text) {
        return text.replace("%", "%25").replace("/", "%2F");
    }
}
