package io.github.idempotency.sample;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

import io.github.idempotency.Effect;
import io.github.idempotency.execution.IdempotencyPolicy;
import io.github.idempotency.execution.IdempotentExecutor;
import io.github.idempotency.execution.IdempotentOperation;
import io.github.idempotency.execution.KeyScope;
import io.github.idempotency.execution.ResultCodec;
import io.github.idempotency.key.KeyResolver;
import io.github.idempotency.sample.model.ModelServer;
import io.github.idempotency.store.Fingerprint;
import io.github.idempotency.store.InspectableIdempotencyStore;
import io.github.idempotency.store.StoreKey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** {@code /idempotency/console} as an operator uses it: with eyes, with a keyboard and with a screen reader. */
class ConsolePageITests {

    @RegisterExtension
    static final Pages pages = new Pages();

    private final Browser browser = pages.browser();

    private final String key = UUID.randomUUID().toString();

    private final List<StoreKey> undecided = new ArrayList<>();

    @BeforeEach
    void open() {
        pages.open("/idempotency/console");
        browser.awaitText("#application", "shop");
        browser.awaitText("#access", "May settle and delete");
    }

    @AfterEach
    void pageKeptItsPolicyAndToldNoKey() {
        undecided.forEach(pages.bean(InspectableIdempotencyStore.class)::delete);
        assertThat(browser.violations()).isEmpty();
        assertThat(browser.source()).doesNotContain(key);
    }

    @Test
    void callsAreCountedAndDrawnAsTheyComeIn() throws IOException {
        long executed = figure(1);
        long replayed = figure(2);
        writeLetter();
        assertThat(ShopClient.replayed(pages.client().post("/emails", key, letter())))
                .isTrue();
        pages.client().post("/emails", key, letter().replace("Ada", "Bob"));
        browser.awaitText("#figures > :nth-child(1) dd", String.valueOf(executed + 1));
        browser.awaitText("#figures > :nth-child(2) dd", String.valueOf(replayed + 1));
        assertThat(browser.texts("#scopes th")).contains("emails");
        assertThat(browser.find("#chart canvas").getSize().getWidth()).isGreaterThan(300);
        assertThat(browser.find("#summary").getText()).contains("executed", "replayed", "refused", "most calls at");
        browser.find("details summary").click();
        assertThat(browser.find("#minutes tr td").getText()).isNotEmpty();
        browser.find("details summary").click();
        fail(3);
        find("emails");
        browser.awaitText("#record-title", "Record");
        browser.find("#intents-refresh").click();
        browser.awaitText("#intents-count", "3");
        assertThat(browser.barriers()).isEmpty();
        browser.takeScreenshots("console");
    }

    @Test
    void whatIsUnknownIsSettledWithTheKeyboard() throws IOException {
        fail(25);
        browser.find("#intents-refresh").sendKeys(Keys.ENTER);
        browser.awaitText("#intents-count", "25");
        assertThat(browser.texts("#intents tr")).hasSize(20);
        browser.find("#intents-pages button:nth-child(2)").sendKeys(Keys.ENTER);
        browser.awaitText("#intents-pages span", "21–25 of 25");
        assertThat(browser.texts("#intents tr")).hasSize(5);
        String reference = browser.texts("#intents tr:first-child .reference").get(0);
        WebElement happened = browser.find("#intents tr:first-child td:last-child button");

        happened.sendKeys(Keys.ENTER);
        browser.awaitText("#confirmation-title", "It happened?");
        assertThat(browser.find("#confirmation-record").getText()).isEqualTo(reference);
        assertThat(browser.focused()).isEqualTo("confirmation-no");
        assertThat(browser.barriers()).isEmpty();
        browser.find("#confirmation-no").sendKeys(Keys.ESCAPE);
        assertThat(browser.find("#confirmation").isDisplayed()).isFalse();
        assertThat(browser.texts("#intents .reference")).contains(reference);

        happened.sendKeys(Keys.ENTER);
        browser.find("#confirmation-no").sendKeys(Keys.TAB);
        assertThat(browser.focused()).isEqualTo("confirmation-yes");
        browser.find("#confirmation-yes").sendKeys(Keys.ENTER);
        browser.awaitText("#intents-count", "24");
        assertThat(browser.texts("#said")).containsExactly("Settled: it happened: record " + reference);
        assertThat(browser.texts("#intents .reference")).doesNotContain(reference);
        assertThat(browser.focused()).isEqualTo("intents-title");
    }

    @Test
    void aRecordIsFoundByItsKeyWithWhatItHasBeenThrough() throws IOException {
        writeLetter();
        pages.client().post("/emails", key, letter());
        find("emails");
        browser.awaitText("#facts dd:nth-of-type(3)", "Completed");
        assertThat(browser.focused()).isEqualTo("record-title");
        assertThat(browser.find("#find-key").getDomProperty("value")).isEmpty();
        assertThat(browser.texts("#timeline li"))
                .satisfiesExactlyInAnyOrder(
                        store -> assertThat(store).startsWith("StoreClaimed, attempt 1"),
                        store -> assertThat(store).startsWith("StoreCompleted, succeeded; answer of"),
                        store -> assertThat(store).startsWith("StoreReplayed once"),
                        node -> assertThat(node).startsWith("NodeClaimed, attempt 1"),
                        node -> assertThat(node).startsWith("NodeTold what it has cost, attempt 1"),
                        node -> assertThat(node).startsWith("NodeCompleted, attempt 1"),
                        node -> assertThat(node).startsWith("NodeReplayed, attempt 1"));
        browser.find("#decisions button").click();
        browser.awaitText("#confirmation-title", "Delete the record?");
        browser.find("#confirmation-yes").click();
        browser.awaitText("#facts dd:nth-of-type(3)", "Not in the store any more");
    }

    @Test
    void whatIsNotThereIsSaidSo() {
        find("emails");
        browser.awaitText("#record-empty", "There is no such record: it expired, was deleted or never was");
    }

    private long figure(int place) {
        return Long.parseLong(browser.find("#figures > :nth-child(" + place + ") dd")
                .getText()
                .replaceAll("\\D", ""));
    }

    private void find(String scope) {
        browser.find("#find-scope").clear();
        browser.find("#find-scope").sendKeys(scope);
        browser.find("#find-key").sendKeys(key, Keys.ENTER);
    }

    private String letter() {
        return "{\"customer\":\"Ada\",\"topic\":\"" + key + "\"}";
    }

    private void writeLetter() {
        CompletableFuture<HttpResponse<String>> answer = pages.client().postAsync("/emails", key, letter());
        ModelServer.Call call = pages.model().awaitCall(key, 1);
        call.answer("Dear Ada");
        assertThat(answer.join().statusCode()).isEqualTo(201);
    }

    /** Work that may have had its effect, or not: nobody knows. */
    private void fail(int times) {
        KeyScope scope = pages.bean(KeyResolver.class).scope("transfers", "");
        IdempotencyPolicy policy = IdempotencyPolicy.DEFAULT.withEffect(Effect.IRREVERSIBLE);
        for (int i = 0; i < times; i++) {
            String own = key + i;
            undecided.add(scope.storeKey(own));
            IdempotentOperation operation = new IdempotentOperation(
                    "shop", "transfers", own, scope.storeKey(own), Fingerprint.NONE, policy, null);
            assertThatThrownBy(() -> pages.bean(IdempotentExecutor.class).execute(operation, ResultCodec.UTF_8, () -> {
                        throw new IllegalStateException("The line went dead");
                    }))
                    .hasMessage("The line went dead");
        }
    }
}
