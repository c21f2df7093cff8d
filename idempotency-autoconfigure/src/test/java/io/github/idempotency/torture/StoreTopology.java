package io.github.idempotency.torture;

import java.util.List;

/** A store with its servers, reached by each process over a network of its own. */
interface StoreTopology extends AutoCloseable {

    int PROCESSES = 3;

    /** The properties of a process, {@code name=value}. */
    List<String> properties(int process);

    /** What can be guarded with this store. */
    default List<Work> works() {
        return Work.OF_ANY_STORE;
    }

    /** The rows that joined work has left, as {@link HistoryEntry.Kind#COMMITTED}. */
    default List<HistoryEntry> committed() {
        return List.of();
    }

    /** What may go wrong with the servers and on the way to them. */
    List<Fault> faults();

    @Override
    void close() throws Exception;
}
