package io.github.idempotency.console;

import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.http.MediaType;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.github.idempotency.Effect;
import io.github.idempotency.cost.Cost;
import io.github.idempotency.execution.IdempotencyContext;
import io.github.idempotency.execution.IdempotencyEvent;
import io.github.idempotency.execution.IdempotencyEvent.Type;
import io.github.idempotency.execution.IdempotencyListener;
import io.github.idempotency.execution.IdempotentExecutor;
import io.github.idempotency.execution.IdempotentOperation;
import io.github.idempotency.execution.IntentLogs;
import io.github.idempotency.execution.Layer;
import io.github.idempotency.execution.LeaseKeeper;
import io.github.idempotency.execution.ResultCodec;
import io.github.idempotency.key.KeyOwnerResolver;
import io.github.idempotency.key.KeyResolver;
import io.github.idempotency.observation.ClusterTotals;
import io.github.idempotency.observation.CostTotals;
import io.github.idempotency.observation.IdempotencyTotals;
import io.github.idempotency.store.Claim;
import io.github.idempotency.store.ClaimRequest;
import io.github.idempotency.store.Fingerprint;
import io.github.idempotency.store.IdempotencyStores;
import io.github.idempotency.store.InMemoryIdempotencyStore;
import io.github.idempotency.store.Outcome;
import io.github.idempotency.store.RecordState;
import io.github.idempotency.store.Result;
import io.github.idempotency.store.StoreKey;
import io.github.idempotency.test.MutableClock;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** What the console answers, and to whom it does not. Security and context paths are in {@code ConsoleITests}. */
class ConsoleRoutesTests {

    private static final String PATH = "/idempotency/console";

    private static final String KEY = "a-key-that-nobody-may-see";

    private static final String OWNER = "an-owner-as-well";

    private static final Duration LEASE = Duration.ofSeconds(30);

    private final MutableClock clock = new MutableClock(Instant.parse("2026-01-01T00:00:30Z"));

    private final InMemoryIdempotencyStore store = new InMemoryIdempotencyStore(clock);

    private final IdempotencyStores stores = new IdempotencyStores(store, Map.of("memory", store));

    private final KeyResolver keys = new KeyResolver("shop", KeyOwnerResolver.NOBODY);

    private final IdempotencyTotals totals = new IdempotencyTotals(clock);

    private final RecentEvents recent = new RecentEvents(clock);

    private final IdempotencyListener listener =
            IdempotencyListener.all(List.of(totals, new CostTotals(totals), recent));

    private final List<String> audit = new ArrayList<>();

    private final StoreKey storeKey = keys.scope("orders", OWNER).storeKey(KEY);

    private final String named = "{\"scope\":\"orders\",\"key\":\"" + KEY + "\",\"owner\":\"" + OWNER + "\"}";

    private final String referenced = "{\"reference\":\"" + storeKey.reference() + "\"}";

    private final MockMvc console = console(ConsoleAccess.UNRESTRICTED);

    private final MockMvc reading = console(ConsoleAccess.READ_ONLY);

    private MockMvc console(ConsoleAccess access) {
        IntentLogs intents = new IntentLogs(stores, "shop");
        ClusterTotals cluster = new ClusterTotals(stores.counters("shop").orElse(null));
        ConsoleCalls calls = new ConsoleCalls(totals, cluster, new LeaseKeeper());
        ConsoleRecords records =
                new ConsoleRecords(scope -> Optional.of(store), keys, intents, recent, listener, new Audit());
        return MockMvcBuilders.routerFunctions(new ConsoleRoutes(PATH, access, calls, records))
                .build();
    }

    @Test
    void everyAnswerCarriesThePolicyAndThePageNeedsNothingElse() throws Exception {
        MockHttpServletResponse moved = get(PATH, 302);
        assertThat(moved.getHeader("Location")).isEqualTo("console/");
        String page = get(PATH + "/", 200).getContentAsString();
        assertThat(page).doesNotContain("style=").doesNotContainPattern("<script>|\\son\\w+=|(href|src)=\"(/|https?:)");
        Matcher files = Pattern.compile("(?:href|src)=\"([^#\"]+)\"").matcher(page);
        List<String> scripts = new ArrayList<>(List.of("uPlot.LICENSE"));
        while (files.find()) {
            scripts.add(files.group(1));
        }
        for (int i = 0; i < scripts.size(); i++) {
            MockHttpServletResponse file = get(PATH + "/" + scripts.get(i), 200);
            assertThat(file.getHeader("ETag")).isNotEmpty();
            Matcher imports = Pattern.compile("from '\\./([^']+)'").matcher(file.getContentAsString());
            while (imports.find()) {
                if (!scripts.contains(imports.group(1))) {
                    scripts.add(imports.group(1));
                }
            }
        }
        assertThat(scripts).contains("console.js", "chart.js", "uPlot.esm.js", "uPlot.min.css", "console.css");
        get(PATH + "/ConsoleRoutes.class", 404);
        get(PATH + "/..%2fpackage-info.class", 404);
    }

    @Test
    void whoMayOnlyReadChangesNothing() throws Exception {
        leaveUnknown(storeKey, "shop/orders");
        assertThat(json(get(reading, PATH + "/api/session", 200)).path("access").asString())
                .isEqualTo("READ_ONLY");
        assertThat(json(post(reading, "find", named, 200))
                        .path("record")
                        .path("state")
                        .asString())
                .isEqualTo("UNKNOWN");
        post(reading, "settle", "{\"name\":" + named + ",\"happened\":true}", 403);
        post(reading, "delete", named, 403);
        assertThat(state()).isEqualTo(RecordState.UNKNOWN);
        assertThat(audit).isEmpty();
    }

    /** Fails, and was seen to, where the guard does not look at the header, the site or the content type. */
    @Test
    void whatAnotherSiteMakesABrowserSendIsRefused() throws Exception {
        leaveUnknown(storeKey, "shop/orders");
        for (String operation : List.of("find", "settle", "delete")) {
            String body = operation.equals("settle") ? "{\"name\":" + referenced + ",\"happened\":true}" : referenced;
            send(console, plain(operation, body).contentType(MediaType.APPLICATION_JSON), 403);
            send(
                    console,
                    plain(operation, body).header(ConsoleGuard.HEADER, "page").contentType("text/plain"),
                    403);
            send(console, own(operation, body).header("Sec-Fetch-Site", "cross-site"), 403);
            send(console, own(operation, body).header("Sec-Fetch-Site", "same-site"), 403);
            send(console, plain(operation, "name=x").contentType(MediaType.APPLICATION_FORM_URLENCODED), 403);
        }
        assertThat(state()).isEqualTo(RecordState.UNKNOWN);
        send(console, own("find", referenced).header("Sec-Fetch-Site", "same-origin"), 200);
    }

    @Test
    void anUnknownOutcomeIsSettledOnceAndAudited() throws Exception {
        leaveUnknown(storeKey, "shop/orders");
        String settlement = "{\"name\":" + referenced + ",\"happened\":true}";
        post(console, "settle", "{\"name\":" + referenced + "}", 400);
        post(console, "settle", settlement, 204);
        assertThat(state()).isEqualTo(RecordState.COMPLETED);
        post(console, "settle", settlement, 409);
        assertThat(audit).containsExactly("null settled orders " + storeKey + " true");
        post(console, "delete", referenced, 204);
        assertThat(store.find(storeKey)).isEmpty();
        post(console, "delete", referenced, 404);
        assertThat(audit).hasSize(2).last().isEqualTo("null deleted orders " + storeKey);
    }

    @Test
    void aLiveClaimIsNeitherSettledNorDeleted() throws Exception {
        claim(storeKey, "shop/orders");
        post(console, "settle", "{\"name\":" + named + ",\"happened\":false}", 409);
        post(console, "delete", named, 409);
        assertThat(state()).isEqualTo(RecordState.IN_PROGRESS);
    }

    /** Fails, and was seen to, where a reference is looked up in every store. */
    @Test
    void recordsOfAnotherApplicationAreNotThere() throws Exception {
        StoreKey other = StoreKey.of("another");
        leaveUnknown(other, "bank/orders");
        String reference = "{\"reference\":\"" + other.reference() + "\"}";
        post(console, "find", reference, 404);
        post(console, "settle", "{\"name\":" + reference + ",\"happened\":true}", 404);
        post(console, "delete", reference, 404);
        assertThat(json(get(console, PATH + "/api/intents", 200)).path("intents"))
                .isEmpty();
        assertThat(store.find(other)).isPresent();
    }

    @Test
    void aRecordTellsWhatItHasBeenThroughAndNoSecret() throws Exception {
        claim(storeKey, "shop/orders");
        listener.on(IdempotencyEvent.of(Type.STARTED, "orders", Layer.HTTP, storeKey));
        listener.on(IdempotencyEvent.of(Type.STARTED, "orders", Layer.HTTP, StoreKey.of("another")));
        clock.advance(Duration.ofSeconds(1));
        long token = store.find(storeKey).orElseThrow().token();
        store.complete(storeKey, token, new Result(Outcome.SUCCEEDED, "a secret answer".getBytes(UTF_8)), LEASE);
        listener.on(IdempotencyEvent.of(Type.COMPLETED, "orders", Layer.HTTP, storeKey));
        for (String name : List.of(named, referenced)) {
            String answer = post(console, "find", name, 200).getContentAsString();
            assertThat(answer).doesNotContain(KEY, OWNER, "secret");
            JsonNode history = JsonMapper.shared().readTree(answer);
            assertThat(history.path("record").path("resultBytes").asInt()).isEqualTo(15);
            assertThat(history.path("events").values())
                    .extracting(event -> event.path("type").asString() + " "
                            + event.path("at").asString())
                    .containsExactly("started 2026-01-01T00:00:30Z", "completed 2026-01-01T00:00:31Z");
        }
        MockHttpServletResponse broken = post(console, "find", "{\"key\":\"" + KEY, 400);
        assertThat(broken.getContentAsString()).doesNotContain(KEY);
        assertThat(new RecordName("orders", KEY, OWNER, null).toString()).doesNotContain(KEY, OWNER);
        post(console, "find", named.replace("orders", "others"), 404);
        post(console, "find", "{}", 400);
        post(console, "find", "[" + " ".repeat(20_000) + "]", 400);
    }

    @Test
    void aRecordTellsWhatItsKeyIsChargedAndWhatOfThatIsUnknown() throws Exception {
        IdempotentExecutor executor = new IdempotentExecutor(store);
        executor.execute(IdempotentOperation.of(keys.scope("orders", OWNER), KEY), ResultCodec.UTF_8, () -> {
            IdempotencyContext.current()
                    .recordCost(Cost.tokens("large", 100, 10)
                            .priced(new BigDecimal("0.0025"), Currency.getInstance("EUR"), "v1"));
            IdempotencyContext.current().recordCost(Cost.unknown("small"));
            return "paid";
        });
        JsonNode cost = json(post(console, "find", named, 200)).path("record").path("cost");
        assertThat(cost.path("amounts").path("EUR").asString()).isEqualTo("0.0025");
        assertThat(cost.path("inputTokens").asLong()).isEqualTo(100);
        assertThat(cost.path("unpriced").asInt()).isOne();
        assertThat(cost.path("uncounted").asInt()).isOne();
        assertThat(cost.path("sources").toString())
                .isEqualTo(
                        "[{\"model\":\"large\",\"priceVersion\":\"v1\"},{\"model\":\"small\",\"priceVersion\":null}]");

        StoreKey silent = keys.scope("silent", OWNER).storeKey(KEY);
        executor.execute(IdempotentOperation.of(keys.scope("silent", OWNER), KEY), ResultCodec.UTF_8, () -> {
            IdempotencyContext.current().recordCost(Cost.unknown(null));
            return "asked";
        });
        assertThat(store.find(silent)).isPresent();
        JsonNode unknown = json(post(console, "find", named.replace("orders", "silent"), 200))
                .path("record")
                .path("cost");
        assertThat(unknown.path("inputTokens").isNull()).isTrue();
        assertThat(unknown.path("amounts")).isEmpty();
        assertThat(unknown.path("unpriced").asInt()).isOne();
    }

    /** Pages of a bounded size, each intent once, however many there are. */
    @Test
    void aHundredThousandExecutionsWithoutOutcomeComeInPages() throws Exception {
        int all = 100_000;
        for (int i = 0; i < all; i++) {
            claim(StoreKey.of("record", String.valueOf(i)), "shop/orders");
        }
        clock.advance(LEASE.plusSeconds(1));
        List<String> told = new ArrayList<>();
        String after = null;
        for (int page = 0; page < 5; page++) {
            MockHttpServletResponse answer =
                    get(console, PATH + "/api/intents" + (after == null ? "" : "?after=" + after), 200);
            assertThat(answer.getContentLength()).isLessThan(150_000);
            JsonNode rows = json(answer);
            assertThat(rows.path("intents")).isNotEmpty().hasSizeLessThanOrEqualTo(500);
            rows.path("intents").forEach(row -> told.add(row.path("reference").asString()));
            after = rows.path("next").asString();
        }
        assertThat(told).doesNotHaveDuplicates().hasSize(5 * 250);
        get(console, PATH + "/api/intents?after=nonsense", 400);
    }

    @Test
    void aThousandScopesComeInPagesWithTheBusiestFirst() throws Exception {
        for (int i = 0; i < 900; i++) {
            listener.on(IdempotencyEvent.of(Type.STARTED, "scope" + i, Layer.HTTP, storeKey));
        }
        listener.on(IdempotencyEvent.of(Type.REPLAYED, "scope899", Layer.HTTP, storeKey));
        clock.advance(Duration.ofMinutes(2));
        JsonNode picture = json(get(console, PATH + "/api/calls?of=node", 200));
        assertThat(picture.path("scopeCount").asInt()).isEqualTo(900);
        assertThat(picture.path("scopes")).hasSize(20);
        assertThat(picture.path("scopes").path(0).path("scope").asString()).isEqualTo("scope899");
        assertThat(picture.path("minutes")).hasSize(61);
        assertThat(picture.path("total").path("executions").asInt()).isEqualTo(900);
        JsonNode chosen = json(get(console, PATH + "/api/calls?text=SCOPE89&scope=scope899&from=5", 200));
        assertThat(chosen.path("scopeCount").asInt()).isEqualTo(11);
        assertThat(chosen.path("scopes")).hasSize(6);
        assertThat(chosen.path("minutes").values())
                .extracting(minute -> minute.path("figures").path("replays").asInt())
                .containsOnlyOnce(1);
    }

    private void claim(StoreKey key, String recorded) {
        Claim claim = store.claim(
                new ClaimRequest(key, recorded, Fingerprint.NONE, Effect.IRREVERSIBLE, LEASE, Duration.ofDays(1)));
        assertThat(claim).isInstanceOf(Claim.Acquired.class);
    }

    private void leaveUnknown(StoreKey key, String recorded) {
        claim(key, recorded);
        store.markUnknown(key, store.find(key).orElseThrow().token());
    }

    private RecordState state() {
        return store.find(storeKey).orElseThrow().state();
    }

    private MockHttpServletResponse get(String path, int status) throws Exception {
        return get(console, path, status);
    }

    private static MockHttpServletResponse get(MockMvc console, String path, int status) throws Exception {
        return send(console, MockMvcRequestBuilders.get(URI.create(path)), status);
    }

    private static MockHttpServletResponse post(MockMvc console, String operation, String body, int status)
            throws Exception {
        return send(console, own(operation, body), status);
    }

    private static MockHttpServletRequestBuilder own(String operation, String body) {
        return plain(operation, body).header(ConsoleGuard.HEADER, "page").contentType(MediaType.APPLICATION_JSON);
    }

    private static MockHttpServletRequestBuilder plain(String operation, String body) {
        return MockMvcRequestBuilders.post(PATH + "/api/" + operation).content(body);
    }

    private static MockHttpServletResponse send(MockMvc console, MockHttpServletRequestBuilder request, int status)
            throws Exception {
        MockHttpServletResponse response = console.perform(request).andReturn().getResponse();
        assertThat(response.getStatus()).as(response.getContentAsString()).isEqualTo(status);
        assertThat(response.getHeader("Content-Security-Policy"))
                .startsWith("default-src 'none'; script-src 'self'; style-src 'self';")
                .doesNotContain("unsafe");
        return response;
    }

    private static JsonNode json(MockHttpServletResponse response) throws Exception {
        return JsonMapper.shared().readTree(response.getContentAsString());
    }

    private final class Audit implements ConsoleAudit {

        @Override
        public void settled(@Nullable String operator, String scope, String reference, boolean happened) {
            audit.add(operator + " settled " + scope + " " + reference + " " + happened);
        }

        @Override
        public void deleted(@Nullable String operator, String scope, String reference) {
            audit.add(operator + " deleted " + scope + " " + reference);
        }
    }
}
