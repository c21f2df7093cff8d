package io.github.idempotency.actuate;

import java.util.Comparator;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

import io.github.idempotency.execution.LeaseKeeper;
import io.github.idempotency.execution.RunningExecution;

/** The executions that this node is at: asks no store. What other nodes are at, they tell. */
@Endpoint(id = "idempotencyinflight", defaultAccess = Access.READ_ONLY)
public final class IdempotencyInFlightEndpoint {

    private final LeaseKeeper keeper;

    public IdempotencyInFlightEndpoint(LeaseKeeper keeper) {
        this.keeper = keeper;
    }

    /**
     * A page. Whoever follows the pages sees every execution that runs all the while, once.
     *
     * @param after what the page before said is next; none for the first
     * @param limit how many executions it has at most; from 1 to 1000, 100 unless said
     */
    @ReadOperation
    public InFlightDescriptor inFlight(@Nullable String after, @Nullable Integer limit) {
        int size = PageLimit.of(limit);
        Place place = after == null ? Place.START : Place.parse(after);
        List<RunningExecution> running = keeper.running().toList();
        List<RunningExecution> page = running.stream()
                .filter(execution -> Place.of(execution).compareTo(place) > 0)
                .sorted(Comparator.comparing(Place::of))
                .limit(size + 1L)
                .toList();
        boolean more = page.size() > size;
        return new InFlightDescriptor(
                running.size(),
                page.stream().limit(size).map(ExecutionDescriptor::of).toList(),
                more ? Place.of(page.get(size - 1)).toString() : null);
    }

    /** Where an execution stands among the others, for as long as it runs. */
    private record Place(long startedAt, String reference) implements Comparable<Place> {

        private static final Place START = new Place(Long.MIN_VALUE, "");

        static Place of(RunningExecution execution) {
            return new Place(execution.startedAt().toEpochMilli(), execution.reference());
        }

        static Place parse(String text) {
            if (!text.matches("[0-9]{1,18}:[-_A-Za-z0-9]{22}")) {
                throw new InvalidEndpointRequestException(
                        "'" + text + "' is no page of executions", "after must be what a page said is next");
            }
            int colon = text.indexOf(':');
            return new Place(Long.parseLong(text.substring(0, colon)), text.substring(colon + 1));
        }

        @Override
        public int compareTo(Place other) {
            return Comparator.comparingLong(Place::startedAt)
                    .thenComparing(Place::reference)
                    .compare(this, other);
        }

        @Override
        public String toString() {
            return startedAt + ":" + reference;
        }
    }
}
