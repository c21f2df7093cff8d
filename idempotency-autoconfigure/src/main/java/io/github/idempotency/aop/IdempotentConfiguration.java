package io.github.idempotency.aop;

import java.util.Map;

/**
 * What configuration says about guarded methods.
 *
 * @param defaults for every method
 * @param profiles bundles of settings, by name
 * @param scopes settings of one scope, by name; they beat the annotation
 */
public record IdempotentConfiguration(
        IdempotentSettings defaults, Map<String, IdempotentSettings> profiles, Map<String, IdempotentSettings> scopes) {

    /** What the scopes of tools that a model calls begin with; no method has such a scope by itself. */
    public static final String TOOL_PREFIX = "tool.";

    /**
     * The settings of a method or tool: scope, then annotation, then profile, then defaults.
     *
     * @throws IllegalArgumentException if they name a profile that there is not
     */
    public IdempotentSettings resolve(String scope, IdempotentSettings annotation) {
        IdempotentSettings specific =
                scopes.getOrDefault(scope, IdempotentSettings.NONE).orElse(annotation);
        String profile = specific.orElse(defaults).profile();
        if (profile == null) {
            return specific.orElse(defaults);
        }
        IdempotentSettings bundle = profiles.get(profile);
        if (bundle == null) {
            throw new IllegalArgumentException("has the profile '" + profile
                    + "', but there is no idempotency.profiles." + profile + "; known profiles: " + profiles.keySet());
        }
        return specific.orElse(bundle).orElse(defaults);
    }
}
