package io.github.idempotency.execution;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The name by which the owner of a call can ask what has become of it: 44 characters of base64url, fit for a URL. It says
 * neither scope nor key, and nothing of the owner: together with another owner it names another record, or none.
 * Immutable.
 *
 * @param scope the first 22 characters, derived from the scope
 * @param key the other 22, derived from the caller's key, which cannot be read back
 */
public record OperationId(String scope, String key) {

    private static final int LENGTH = 22;

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{" + 2 * LENGTH + "}");

    static OperationId of(String scope, String key) {
        return new OperationId(KeyScope.digest(scope), KeyScope.digest(key));
    }

    /** The id with this text; empty if no id can be like that. */
    public static Optional<OperationId> parse(String text) {
        return FORM.matcher(text).matches()
                ? Optional.of(new OperationId(text.substring(0, LENGTH), text.substring(LENGTH)))
                : Optional.empty();
    }

    /** Whether the call belongs to the scope. */
    public boolean isIn(String name) {
        return scope.equals(KeyScope.digest(name));
    }

    @Override
    public String toString() {
        return scope + key;
    }
}
