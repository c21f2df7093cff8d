package io.github.idempotency.actuate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

import io.github.idempotency.app.Caller;
import io.github.idempotency.app.GuardedTest;

import static org.assertj.core.api.Assertions.assertThat;

/** Executions without outcome as operators see them over HTTP, who may not settle them here. */
@GuardedTest
class IdempotencyIntentsEndpointITests {

    private static final String PATH = "/actuator/idempotencyintents";

    private static final String SCOPE = "io.github.idempotency.app.FailingController.irreversibleException";

    @Autowired
    private Caller caller;

    private final String key = Caller.newKey();

    private JsonNode read(String path) {
        return caller.get(path).send().hasStatus(200).json();
    }

    private String reference() {
        return read("/actuator/idempotency/" + SCOPE + "/" + key)
                .path("reference")
                .asString();
    }

    private List<JsonNode> pages(int limit) {
        List<JsonNode> pages = new ArrayList<>();
        String after = "";
        do {
            pages.add(read(PATH + "?limit=" + limit + after));
            after = "&after=" + pages.get(pages.size() - 1).path("next").asString("");
        } while (!after.equals("&after="));
        return pages;
    }

    @Test
    void anExecutionWithoutOutcomeIsListedWithItsAgeAndWithoutItsKey() {
        caller.post("/failing/irreversible/exception", key).hasStatus(500);
        String reference = reference();
        List<JsonNode> listed = new ArrayList<>();
        for (JsonNode page : pages(1000)) {
            assertThat(page.toString()).doesNotContain(key);
            page.path("scopes").path(SCOPE).forEach(listed::add);
        }
        listed.removeIf(intent -> !intent.path("reference").asString().equals(reference));
        assertThat(listed).singleElement().satisfies(intent -> {
            assertThat(intent.path("state").asString()).isEqualTo("UNKNOWN");
            assertThat(intent.path("effect").asString()).isEqualTo("IRREVERSIBLE");
            assertThat(intent.path("attempt").asInt()).isOne();
            assertThat(intent.path("token").asLong()).isPositive();
            assertThat(Duration.parse(intent.path("age").asString())).isGreaterThanOrEqualTo(Duration.ZERO);
        });
    }

    @Test
    void theListComesInPages() {
        for (int i = 0; i < 5; i++) {
            caller.post("/failing/irreversible/exception", Caller.newKey()).hasStatus(500);
        }
        List<JsonNode> pages = pages(2);
        assertThat(pages).hasSizeGreaterThan(1).allSatisfy(page -> {
            int count = 0;
            for (JsonNode scope : page.path("scopes")) {
                count += scope.size();
            }
            assertThat(count).isLessThanOrEqualTo(4);
        });
    }

    @Test
    void whatIsNoPageIsRefused() {
        caller.get(PATH + "?limit=0").send().hasStatus(400);
        caller.get(PATH + "?limit=1001").send().hasStatus(400);
        caller.get(PATH + "?after=nonsense").send().hasStatus(400);
    }

    @Test
    void whoMayOnlyReadCannotSettle() {
        caller.post("/failing/irreversible/exception", key).hasStatus(500);
        String path = PATH + "/" + reference();
        assertThat(caller.post(path).json("{\"happened\":false}").send().status())
                .isIn(404, 405);
        caller.post("/failing/irreversible/exception", key)
                .isProblem(409, "outcome-unknown", "idempotency_outcome_unknown");
    }
}
