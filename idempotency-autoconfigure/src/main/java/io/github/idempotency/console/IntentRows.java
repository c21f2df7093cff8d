package io.github.idempotency.console;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.github.idempotency.execution.IntentLogs;
import io.github.idempotency.store.IntentPage;

/**
 * Some executions without outcome.
 *
 * @param intents possibly none, even where more follow
 * @param next where the next ones begin; null if these were the last
 */
record IntentRows(List<IntentRow> intents, @Nullable String next) {

    /** How much a store looks at in one go. One that walks over its keys may tell twice as many intents. */
    private static final int STEP = 250;

    /** A store full of completed records has many pages without an intent; a request looks at so many of them. */
    private static final int MOST_STEPS = 40;

    /** @throws ConsoleException if no store can tell, or {@code after} is not what was said before */
    static IntentRows after(IntentLogs logs, @Nullable String after) {
        if (logs.all().isEmpty()) {
            return new IntentRows(List.of(), null);
        }
        try {
            IntentPage page = logs.page(after, STEP);
            for (int i = 1; i < MOST_STEPS && page.intents().isEmpty() && page.next() != null; i++) {
                page = logs.page(page.next(), STEP);
            }
            return new IntentRows(page.intents().stream().map(IntentRow::of).toList(), page.next());
        } catch (IllegalArgumentException ex) {
            throw new ConsoleException(ConsoleException.BAD_REQUEST, "'after' is not what a page said is next");
        }
    }
}
