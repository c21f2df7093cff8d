package io.github.idempotency.sample;

import java.io.IOException;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

import io.github.idempotency.sample.model.ModelServer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code /chat.html} as its reader sees it. Fails, and was seen to, where the page leaves out the id that it had last or
 * where duplicates are not attached.
 */
class ChatPageITests {

    private static final List<String> TOKENS =
            IntStream.range(0, 40).mapToObj(i -> " token" + i).toList();

    private static final String COMPLETE = "The answer is complete.";

    @RegisterExtension
    static final Pages pages = new Pages();

    private final Browser browser = pages.browser();

    private final String question = "What is " + UUID.randomUUID() + "?";

    private long callsBefore;

    @BeforeEach
    void open() throws IOException {
        callsBefore = pages.effects().modelCalls();
        pages.open("/chat.html");
    }

    @AfterEach
    void pageKeptItsPolicyAndModelWasAskedOnce() throws IOException {
        assertThat(browser.violations()).isEmpty();
        assertThat(pages.model().calls(question)).hasSize(1);
        assertThat(pages.effects().modelCalls()).isEqualTo(callsBefore + 1);
        browser.awaitText("#calls", String.valueOf(callsBefore + 1));
    }

    @Test
    void anAnswerComesTokenByTokenAndAgainAfterAReload() {
        ModelServer.Call call = ask();
        call.say(TOKENS.subList(0, 3));
        browser.awaitText("#tokens", "3");
        assertThat(browser.find("#answer").getDomAttribute("aria-busy")).isEqualTo("true");
        call.say(TOKENS.subList(3, 40)).end();
        assertWholeAnswer("no", "1");
        List<String> events = browser.texts("#events li");

        browser.reload();
        assertWholeAnswer("yes", "1");
        assertThat(browser.texts("#events li")).isEqualTo(events);
    }

    @Test
    void whoCutsTheConnectionResumesWithTheNextToken() throws IOException {
        ModelServer.Call call = ask();
        call.say(TOKENS.subList(0, 10));
        browser.awaitText("#tokens", "10");
        browser.find("#cut").click();
        browser.awaitText("#state", "You have cut the connection. The model goes on speaking.");
        call.say(TOKENS.subList(10, 20));
        assertThat(browser.find("#tokens").getText()).isEqualTo("10");
        browser.find("#resume").click();
        browser.awaitText("#tokens", "20");
        browser.takeScreenshots("chat-resumed");
        call.say(TOKENS.subList(20, 40)).end();
        assertWholeAnswer("yes", "2");
        browser.takeScreenshots("chat-complete");
    }

    @Test
    void aSecondTabReadsAlong() {
        ModelServer.Call call = ask();
        call.say(TOKENS.subList(0, 10));
        browser.awaitText("#tokens", "10");
        String first = browser.tab();
        browser.follow("#second");
        browser.awaitText("#tokens", "10");
        call.say(TOKENS.subList(10, 40)).end();
        assertWholeAnswer("yes", "1");
        browser.goTo(first);
        assertWholeAnswer("no", "1");
    }

    private ModelServer.Call ask() {
        WebElement field = browser.find("#question");
        field.clear();
        field.sendKeys(question, Keys.ENTER);
        return pages.model().awaitCall(question, 1);
    }

    private void assertWholeAnswer(String replayed, String connections) {
        browser.awaitText("#state", COMPLETE);
        assertThat(browser.texts("#answer")).containsExactly(String.join("", TOKENS));
        assertThat(browser.texts("#events .token .id"))
                .isEqualTo(
                        IntStream.rangeClosed(1, 40).mapToObj(String::valueOf).toList());
        browser.awaitText("#replayed", replayed);
        browser.awaitText("#connections", connections);
    }
}
