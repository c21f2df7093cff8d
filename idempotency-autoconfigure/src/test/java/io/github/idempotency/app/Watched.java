package io.github.idempotency.app;

import java.util.List;

/** What the watcher has been shown, in order. */
public interface Watched {

    List<Object> seen();
}
