package io.github.idempotency.torture;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Random;

/** The few keys that all clients are at, so that they meet; a key gives way to a fresh one after some operations. */
final class KeyWindow {

    private static final int WIDTH = 24;

    private static final int OPERATIONS = 14;

    private final List<Work> works;

    private final List<TortureKey> all = new ArrayList<>();

    private final TortureKey[] window = new TortureKey[WIDTH];

    private final int[] left = new int[WIDTH];

    /** @param works what the store can guard, in turn */
    KeyWindow(List<Work> works) {
        this.works = works;
    }

    synchronized TortureKey next(Random random) {
        int place = random.nextInt(WIDTH);
        if (left[place]-- == 0 || window[place] == null) {
            Work work = works.get(all.size() % works.size());
            window[place] = new TortureKey(work, "key-" + all.size());
            left[place] = random.nextInt(2 * OPERATIONS);
            all.add(window[place]);
        }
        return window[place];
    }

    synchronized Collection<TortureKey> all() {
        return List.copyOf(all);
    }
}
