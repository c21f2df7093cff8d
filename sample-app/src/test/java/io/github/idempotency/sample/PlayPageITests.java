package io.github.idempotency.sample;

import java.io.IOException;
import java.util.UUID;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openqa.selenium.WebElement;

import io.github.idempotency.sample.model.ModelServer;

import static org.assertj.core.api.Assertions.assertThat;

/** {@code /}, where one can press what should not be pressed twice. */
class PlayPageITests {

    private static final String LATEST = "#log tr:first-child ";

    @RegisterExtension
    static final Pages pages = new Pages();

    private final Browser browser = pages.browser();

    private final String topic = "order " + UUID.randomUUID();

    private Effects before;

    @BeforeEach
    void open() throws IOException {
        before = pages.effects();
        pages.open("/");
        WebElement field = browser.find("#topic");
        field.clear();
        field.sendKeys(topic);
    }

    @AfterEach
    void pageKeptItsPolicyAndOneLetterWasWritten() throws IOException {
        assertThat(browser.violations()).isEmpty();
        assertThat(pages.model().calls(topic)).hasSize(1);
        assertThat(pages.effects())
                .isEqualTo(new Effects(
                        before.emails() + 1, before.transfers(), before.summaries(), before.modelCalls() + 1));
        browser.awaitText("#emails", "1");
        browser.awaitText("#calls", "1");
    }

    @Test
    void aRetryGetsTheLetterAndAnotherRequestIsRefused() throws IOException {
        browser.find("#send").click();
        call().answer("Dear Ada");
        awaitLatest("201", "no", "Dear Ada");
        browser.find("#retry").click();
        awaitLatest("201", "yes", "Dear Ada");
        browser.awaitText("#saved", "7");
        browser.find("#change").click();
        browser.awaitText(LATEST + "td", "422");
        browser.awaitText("#requests", "3");
        browser.takeScreenshots("play");
    }

    @Test
    void ofTwoAtOnceOneIsToldToComeBack() {
        browser.find("#twice").click();
        browser.awaitText(LATEST + "td", "409");
        call().answer("Dear Ada");
        awaitLatest("201", "no", "Dear Ada");
    }

    @Test
    void whoHangsUpGetsTheLetterLater() {
        browser.find("#hang-up").click();
        ModelServer.Call call = call();
        browser.awaitText(LATEST + "td", "409");
        assertThat(browser.texts("#log tr:last-child td")).first().isEqualTo("–");
        call.answer("Dear Ada");
        awaitLatest("201", "yes", "Dear Ada");
    }

    private ModelServer.Call call() {
        return pages.model().awaitCall(topic, 1);
    }

    private void awaitLatest(String status, String replayed, String text) {
        browser.awaitText(LATEST + "td:last-child", text);
        assertThat(browser.texts(LATEST + "td")).containsExactly(status, replayed, text);
    }
}
