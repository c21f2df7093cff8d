package io.github.idempotency.benchmark;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.github.idempotency.benchmark.Guard.Kind;
import io.github.idempotency.benchmark.report.Findings;
import io.github.idempotency.benchmark.report.Goal;
import io.github.idempotency.benchmark.report.Sheet;
import io.github.idempotency.benchmark.server.Orders.Executions;

/** Eight callers of each key, all of them at once: how often was executed what should be executed once? */
record Correctness(Servers servers) {

    private static final int CALLERS = 8;

    private static final int KEYS_AT_ONCE = 8;

    private static final int MILLIS = 10;

    void count(Plan plan, Findings findings) throws Exception {
        List<List<String>> rows = new ArrayList<>();
        for (Guard guard : Guard.values()) {
            if (guard == Guard.NOBODY) {
                continue;
            }
            servers.empty();
            OrderClient client = new OrderClient(servers.application().address());
            client.forget();
            Verdicts verdicts = callAll(client, guard, plan.keys());
            Executions executions = client.executions();
            rows.add(verdicts.row(guard.title, executions));
            if (guard.kind == Kind.OURS) {
                findings.goals()
                        .add(Goal.none(
                                "keys executed more than once, wrong answers and errors, " + guard.title,
                                executions.repeated() + verdicts.wrong() + verdicts.errors()));
            }
        }
        findings.sheets()
                .add(new Sheet(
                        "Correctness",
                        ("%d keys, %d callers of each released together, %d keys at a time, a handler that works for %d ms. Wrong: "
                                        + "an answer of success that is not the order's. Errors: neither success nor a refusal.")
                                .formatted(plan.keys(), CALLERS, KEYS_AT_ONCE, MILLIS),
                        List.of(
                                "",
                                "keys executed",
                                "more than once",
                                "answers right",
                                "refused",
                                "wrong or empty",
                                "errors"),
                        rows));
    }

    private static Verdicts callAll(OrderClient client, Guard guard, int keys) throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(CALLERS * KEYS_AT_ONCE);
        try {
            List<Future<Verdicts>> calling = new ArrayList<>();
            for (int lane = 0; lane < KEYS_AT_ONCE; lane++) {
                List<String> orders = orders(keys, lane);
                CyclicBarrier together = new CyclicBarrier(CALLERS);
                Callable<Verdicts> caller = () -> call(client, guard, orders, together);
                for (int each = 0; each < CALLERS; each++) {
                    calling.add(callers.submit(caller));
                }
            }
            Verdicts all = Verdicts.NONE;
            for (Future<Verdicts> each : calling) {
                all = all.plus(each.get());
            }
            return all;
        } finally {
            callers.shutdownNow();
        }
    }

    private static List<String> orders(int keys, int lane) {
        List<String> orders = new ArrayList<>();
        for (int key = lane; key < keys; key += KEYS_AT_ONCE) {
            orders.add(UUID.randomUUID().toString());
        }
        return orders;
    }

    private static Verdicts call(OrderClient client, Guard guard, List<String> orders, CyclicBarrier together)
            throws InterruptedException, BrokenBarrierException {
        Verdicts verdicts = Verdicts.NONE;
        for (String order : orders) {
            together.await();
            String body = OrderClient.body(order, MILLIS);
            HttpResponse<String> answer = client.order(guard, order, body);
            Verdicts verdict = Verdicts.of(answer, body);
            if (verdict.errors() > 0) {
                System.err.println(guard.title + ": " + answer.statusCode() + " " + answer.body());
            }
            verdicts = verdicts.plus(verdict);
        }
        return verdicts;
    }

    /** What became of calls. */
    private record Verdicts(int right, int refused, int wrong, int errors) {

        private static final Verdicts NONE = new Verdicts(0, 0, 0, 0);

        static Verdicts of(HttpResponse<String> answer, String body) {
            return switch (answer.statusCode()) {
                case 200 -> answer.body().equals(body) ? new Verdicts(1, 0, 0, 0) : new Verdicts(0, 0, 1, 0);
                case 409 -> new Verdicts(0, 1, 0, 0);
                default -> new Verdicts(0, 0, 0, 1);
            };
        }

        Verdicts plus(Verdicts other) {
            return new Verdicts(
                    right + other.right, refused + other.refused, wrong + other.wrong, errors + other.errors);
        }

        List<String> row(String title, Executions executions) {
            List<String> row = new ArrayList<>(List.of(title));
            for (long count : new long[] {executions.keys(), executions.repeated(), right, refused, wrong, errors}) {
                row.add(Long.toString(count));
            }
            return row;
        }
    }
}
