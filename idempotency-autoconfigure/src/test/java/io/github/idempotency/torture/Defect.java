package io.github.idempotency.torture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import io.github.idempotency.store.IdempotencyStore;
import io.github.idempotency.store.redis.RedisIdempotencyStore;

/**
 * Stores that are broken on purpose, to see the checker notice. A broken script is made from the store's own by replacing
 * one passage, and stands before it on the class path of the process.
 */
enum Defect {
    NONE(Map.of()),

    /** Results, releases and renewals are taken from whoever brings them. */
    NO_FENCING(Map.of(
            "complete.lua", Passage.COMPARISON, "release.lua", Passage.COMPARISON, "renew.lua", Passage.COMPARISON)),

    /** Frames are taken from whoever brings them, and put behind those that are there. */
    UNFENCED_FRAMES(Map.of("append.lua", Passage.FRAMES)),

    /** A look, and then a write that no longer looks. */
    GET_THEN_SET(Map.of(
            "claim.lua", new Passage("if header ~= '' or redis.call('PTTL', KEYS[1]) ~= -2 then", "if false then"))) {
        @Override
        Object in(IdempotencyStore store) {
            return TortureApplication.proxy(store, new GetThenSet((RedisIdempotencyStore) store));
        }
    },

    /** A release deletes the record, whoever's it is. */
    UNCONDITIONAL_DELETE(Map.of(
            "release.lua",
            new Passage("local header", "if redis.call('DEL', KEYS[1]) then return 1 end\nlocal header"))),

    /** Work that is done is given up as if it had failed. */
    RELEASE_AFTER_EFFECT(Map.of()) {
        @Override
        Object in(IdempotencyStore store) {
            return TortureApplication.proxy(store, new ReleaseAfterEffect(store));
        }
    },

    /** The transaction of joined work is committed where its token is lost. */
    COMMIT_ANYWAY(Map.of()) {
        @Override
        Object in(IdempotencyStore store) {
            return TortureApplication.proxy(store, new CommitAnyway(store));
        }
    };

    private final Map<String, Passage> scripts;

    Defect(Map<String, Passage> scripts) {
        this.scripts = scripts;
    }

    /** The store with this defect. */
    Object in(IdempotencyStore store) {
        return store;
    }

    /** A directory for the beginning of the class path. */
    Path classPath(Path parent) {
        Path root = parent.resolve("classes-" + name().toLowerCase());
        try {
            Path scriptsOfStore = Files.createDirectories(root.resolve("io/github/idempotency/store/redis"));
            for (Map.Entry<String, Passage> script : scripts.entrySet()) {
                Files.writeString(
                        scriptsOfStore.resolve(script.getKey()),
                        script.getValue().replacedIn(script.getKey()));
            }
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
        return root;
    }

    private record Passage(String sound, String broken) {

        static final Passage COMPARISON = new Passage(
                "string.sub(header, 1, 2) ~= '\\1\\1' or string.sub(header, 5, 12) ~= ARGV[1]", "header == ''");

        static final Passage FRAMES = new Passage("""
                 or string.sub(header, 5, 12) ~= ARGV[1] then
                  return 0
                end

                local BEFORE, AWAITED, LARGE, AT_ONCE = 3, 4, 65536, 1000
                local first, own, present = tonumber(ARGV[2]), redis.call('LINDEX', KEYS[2], 0) == ARGV[1], 0
                if own then
                  present = redis.call('LLEN', KEYS[2]) - 1
                end
                if first > present then
                  return 0
                end
                """, """
                 then
                  return 0
                end

                local BEFORE, AWAITED, LARGE, AT_ONCE = 3, 4, 65536, 1000
                local first, present = tonumber(ARGV[2]), 0
                local own = first > 0 or redis.call('LINDEX', KEYS[2], 0) == ARGV[1]
                if own then
                  present = redis.call('LLEN', KEYS[2]) - 1
                  first = present
                end
                """);

        String replacedIn(String script) throws IOException {
            try (var source = RedisIdempotencyStore.class.getResourceAsStream(script)) {
                String text = new String(source.readAllBytes());
                if (!text.contains(sound)) {
                    throw new IllegalStateException(script + " has changed: it no longer has " + sound);
                }
                return text.replace(sound, broken);
            }
        }
    }
}
