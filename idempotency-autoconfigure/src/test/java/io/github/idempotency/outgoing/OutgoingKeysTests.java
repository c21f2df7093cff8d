package io.github.idempotency.outgoing;

import java.net.URI;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import io.github.idempotency.execution.Execution;
import io.github.idempotency.execution.IdempotencyContext;
import io.github.idempotency.execution.IdempotentExecutor;
import io.github.idempotency.execution.IdempotentOperation;
import io.github.idempotency.execution.KeyScope;
import io.github.idempotency.store.InMemoryIdempotencyStore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class OutgoingKeysTests {

    private static final URI CHARGES = URI.create("https://api.example.com/charges");

    private final OutgoingKeys keys = application();

    private final IdempotencyContext context = execution("order-4711");

    private static OutgoingKeys application() {
        return new OutgoingKeys(new AllowedHosts().with("api.example.com", "Idempotency-Key", Set.of("POST")));
    }

    /** In a process of its own, as far as anybody can tell. */
    static IdempotencyContext execution(String key) {
        IdempotentExecutor executor = new IdempotentExecutor(new InMemoryIdempotencyStore());
        return ((Execution) executor.begin(IdempotentOperation.of(new KeyScope("shop", "orders", ""), key))).context();
    }

    private SentRequest send(URI uri, @Nullable String name, String body) {
        return keys.begin(context, "POST", uri, name, RequestContent.of(uri, null, body.getBytes()));
    }

    private SentRequest send(String body) {
        return send(CHARGES, null, body);
    }

    private String accepted(String body) {
        SentRequest sent = send(body);
        sent.answered(200);
        return sent.key();
    }

    @Test
    void anotherProcessDerivesTheSameKeysWhateverItsRequestsSay() {
        String first = accepted("10");
        String second = accepted("20");
        OutgoingKeys restarted = application();
        IdempotencyContext again = execution("order-4711");
        SentRequest reworded =
                restarted.begin(again, "post", CHARGES, null, RequestContent.of(CHARGES, null, new byte[0]));
        reworded.answered(201);
        assertThat(reworded.key()).isEqualTo(first).isNotEqualTo(second);
        assertThat(restarted
                        .begin(again, "POST", CHARGES, null, RequestContent.of(CHARGES, null, new byte[0]))
                        .key())
                .isEqualTo(second);
    }

    /** Neither the caller's key nor anything of the attempt. */
    @Test
    void aKeyIsAChildKey() {
        assertThat(accepted("10")).isEqualTo(context.childKey("http POST api.example.com/charges 1"));
        assertThat(accepted("10")).isEqualTo(context.childKey("http POST api.example.com/charges 2"));
        assertThat(send(CHARGES, "charge", "10").key()).isEqualTo(context.childKey("charge"));
    }

    @Test
    void equalRequestsAreTwoOnceTheFirstIsAccepted() {
        assertThat(accepted("10")).isNotEqualTo(accepted("10"));
    }

    @Test
    void aRequestIsTheOneBeforeUntilThatIsAccepted() {
        SentRequest first = send("10");
        first.failed();
        SentRequest second = send("10");
        second.answered(503);
        SentRequest third = send("10");
        third.answered(201);
        assertThat(second.key()).isEqualTo(first.key()).isEqualTo(third.key());
        assertThat(send("10").key()).isNotEqualTo(first.key());
    }

    /** Its caller may have given it up: what follows is another request, and may not be answered for it. */
    @Test
    void aDifferentRequestAfterAFailedOneHasAKeyOfItsOwn() {
        SentRequest first = send("10");
        first.failed();
        assertThat(accepted("20")).isNotEqualTo(first.key());
        assertThat(send("10").key()).isEqualTo(first.key());
    }

    @Test
    void differentRequestsSideBySideAreRefusedUnlessTheyHaveNames() {
        send("10");
        assertThatIllegalStateException()
                .isThrownBy(() -> send("20"))
                .withMessageContaining("POST api.example.com/charges")
                .withMessageContaining("IdempotencyKeys.named");
        assertThat(send(CHARGES, "second", "20").key())
                .isNotEqualTo(send(CHARGES, "third", "30").key());
    }

    @Test
    void equalRequestsSideBySideAreTwo() {
        assertThat(send("10").key()).isNotEqualTo(send("10").key());
    }

    @Test
    void requestsToOtherPlacesAreCountedApart() {
        SentRequest charge = send("10");
        URI refunds = URI.create("https://api.example.com/refunds?secret=1");
        assertThat(send(refunds, null, "10").key())
                .isNotEqualTo(charge.key())
                .isEqualTo(context.childKey("http POST api.example.com/refunds 1"));
    }

    @Test
    void aNameIsOneRequestHoweverOftenItIsSent() {
        SentRequest first = send(CHARGES, "charge", "10");
        first.failed();
        SentRequest reworded = send(CHARGES, "charge", "ten");
        reworded.answered(200);
        assertThat(reworded.key()).isEqualTo(first.key());
        assertThat(send(CHARGES, "charge", "ten").key()).isEqualTo(first.key());
        assertThatIllegalStateException().isThrownBy(() -> send(CHARGES, "charge", "10"));
    }

    @Test
    void aNameThatIsOnItsWayIsNotTakenByAnotherRequest() {
        SentRequest first = send(CHARGES, "charge", "10");
        assertThatIllegalStateException().isThrownBy(() -> send(CHARGES, "charge", "20"));
        assertThat(send(CHARGES, "charge", "10").key()).isEqualTo(first.key());
    }

    @Test
    void aRequestWhoseAnswerIsLostIsTheNextEvenAfterOthers() {
        SentRequest first = send("10");
        first.answered(200);
        SentRequest other = send("20");
        other.answered(200);
        first.lost();
        SentRequest again = send("10");
        again.answered(200);
        assertThat(again.key()).isEqualTo(first.key());
        assertThat(send("20").key()).isEqualTo(context.childKey("http POST api.example.com/charges 3"));
    }

    /** Two threads have sent it, and one of them has what it says. */
    @Test
    void anAnswerThatWasReadStaysWhenAnotherOfItsRequestIsLost() {
        SentRequest first = send(CHARGES, "charge", "10");
        SentRequest again = send(CHARGES, "charge", "10");
        first.answered(200);
        again.answered(200);
        again.lost();
        assertThatIllegalStateException().isThrownBy(() -> send(CHARGES, "charge", "20"));
    }

    /** As a loop would that gives all its requests one name: all but the first would never be done. */
    @Test
    void aNameThatIsTakenIsRefused() {
        send(CHARGES, "charge", "10").answered(200);
        assertThatIllegalStateException()
                .isThrownBy(() -> send(CHARGES, "charge", "20"))
                .withMessageContaining("'charge'");
        URI refunds = URI.create("https://api.example.com/refunds");
        assertThatIllegalStateException().isThrownBy(() -> send(refunds, "charge", "10"));
    }

    @Test
    void aNameSaysSomething() {
        assertThatIllegalArgumentException().isThrownBy(() -> IdempotencyKeys.named(" "));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> send(CHARGES, " ", "10"))
                .withMessageContaining("POST api.example.com/charges");
    }
}
