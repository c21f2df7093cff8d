package io.github.idempotency.torture;

import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** What may happen between one process and its server, or between all of them and it. */
final class NetworkFaults {

    private final String server;

    private final List<FaultyProxy> proxies;

    /** @param proxies one for each process */
    NetworkFaults(String server, List<FaultyProxy> proxies) {
        this.server = server;
        this.proxies = proxies;
    }

    List<Fault> faults() {
        return List.of(
                new Fault(server + " connections cut", 3, this::cut),
                new Fault(server + " replies lost", 4, this::loseReplies),
                new Fault(server + " stall within the lease", 3, random -> stall(random, 100, 600)),
                new Fault(server + " stall past the lease", 1, random -> stall(random, 1_100, 2_000)));
    }

    private List<FaultyProxy> some(Random random) {
        return random.nextInt(3) == 0 ? proxies : List.of(proxies.get(random.nextInt(proxies.size())));
    }

    private String cut(Random random) {
        List<FaultyProxy> cut = some(random);
        cut.forEach(FaultyProxy::cut);
        return "of " + cut.size();
    }

    private String loseReplies(Random random) {
        List<FaultyProxy> losing = some(random);
        losing.forEach(FaultyProxy::loseReplies);
        return "of " + losing.size();
    }

    private String stall(Random random, int atLeast, int atMost) throws InterruptedException {
        List<FaultyProxy> stalled = some(random);
        int millis = atLeast + random.nextInt(atMost - atLeast);
        stalled.forEach(FaultyProxy::stall);
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } finally {
            stalled.forEach(FaultyProxy::resume);
        }
        return "of " + stalled.size() + " for " + millis + " ms";
    }
}
