package io.github.idempotency.sample;

import java.io.IOException;
import java.util.UUID;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openqa.selenium.WebElement;

import static org.assertj.core.api.Assertions.assertThat;

/** The assistant on {@code /}: asked again and twice at once, it pays once and writes once. */
class AssistantPageITests {

    private static final String LATEST = "#log tr:first-child ";

    private static final String DONE = "[local stand-in, no model configured] I have given the price of A-17 back and"
            + " written to who bought it.";

    @RegisterExtension
    static final Pages pages = new Pages();

    private final Browser browser = pages.browser();

    private final String order = "A-17 of " + UUID.randomUUID();

    private Effects before;

    @BeforeEach
    void open() throws IOException {
        before = pages.effects();
        pages.open("/");
        WebElement field = browser.find("#order");
        field.clear();
        field.sendKeys(order);
    }

    @AfterEach
    void paidAndWroteOnce() throws IOException {
        assertThat(browser.violations()).isEmpty();
        assertThat(pages.effects())
                .isEqualTo(new Effects(
                        before.emails() + 1, before.transfers() + 1, before.summaries(), before.modelCalls() + 4));
        browser.awaitText("#transfers", "1");
        browser.awaitText("#emails", "1");
        browser.awaitText("#calls", "4");
    }

    @Test
    void askedAgainItAnswersAsItDid() {
        browser.find("#ask").click();
        answer();
        awaitLatest("no");
        browser.find("#ask-again").click();
        awaitLatest("yes");
    }

    @Test
    void ofTwoAtOnceOneIsToldToComeBack() {
        browser.find("#ask-twice").click();
        browser.awaitText(LATEST + "td", "409");
        answer();
        awaitLatest("no");
    }

    private void answer() {
        for (int call = 1; call <= 4; call++) {
            pages.model().awaitCall(order, call).answerByScript();
        }
    }

    private void awaitLatest(String replayed) {
        browser.awaitText(LATEST + "td:last-child", DONE);
        browser.awaitText(LATEST + "td:nth-child(2)", replayed);
        assertThat(browser.texts(LATEST + "td")).containsExactly("200", replayed, DONE);
    }
}
