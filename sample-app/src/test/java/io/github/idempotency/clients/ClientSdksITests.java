package io.github.idempotency.clients;

import java.io.IOException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import com.stripe.Stripe;
import com.stripe.StripeClient;
import com.stripe.exception.ApiConnectionException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import io.github.idempotency.clients.CuttingProxy.Cut;
import io.github.idempotency.execution.IdempotencyEvent.Type;
import io.github.idempotency.test.RecordingIdempotencyListener;
import io.github.idempotency.test.redis.EmbeddedRedis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Stock client libraries with their own retries, over a network that loses answers: each ends with the first answer,
 * and the work is done once. Without {@code @Idempotent} on the endpoints every test fails: second attempts do the
 * work again, and nothing is refused.
 */
class ClientSdksITests {

    /** The libraries. */
    enum Sdk {
        OPENAI(OpenAiSdk::new),
        ANTHROPIC(AnthropicSdk::new),
        STRIPE(StripeSdk::new);

        private final Function<String, ProviderClient> client;

        Sdk(Function<String, ProviderClient> client) {
            this.client = client;
        }
    }

    @RegisterExtension
    static final EmbeddedRedis redis = EmbeddedRedis.standalone();

    static ConfigurableApplicationContext providers;

    static Work work;

    static RecordingIdempotencyListener listener;

    private final String key = UUID.randomUUID().toString();

    private CuttingProxy network;

    private ProviderClient client;

    @BeforeAll
    static void start() {
        providers = new SpringApplicationBuilder(GuardedProviders.class)
                .run(
                        // Not the sample's configuration.
                        "--spring.config.name=providers",
                        "--server.port=0",
                        "--spring.data.redis.port=" + redis.port());
        work = providers.getBean(Work.class);
        listener = providers.getBean(RecordingIdempotencyListener.class);
    }

    @AfterAll
    static void stop() {
        providers.close();
    }

    @BeforeEach
    void connect() throws IOException {
        work.reset();
        listener.clear();
        network = new CuttingProxy(providers.getEnvironment().getRequiredProperty("local.server.port", Integer.class));
    }

    @AfterEach
    void disconnect() throws IOException {
        client.close();
        network.close();
    }

    private ProviderClient open(Sdk sdk) {
        client = sdk.client.apply(network.url());
        return client;
    }

    @ParameterizedTest
    @EnumSource
    void anAnswerThatIsLostIsGivenToTheRetry(Sdk sdk) throws Exception {
        network.cutNext(Cut.BEFORE);
        String answer = open(sdk).call(key, 100);
        assertThat(answer).endsWith("-1");
        assertThat(work.effects()).isEqualTo(1);
        assertThat(network.remainingCuts()).isZero();
        assertThat(work.arrivals()).hasSize(2).containsOnly(key);
        assertThat(listener.types()).containsExactly(Type.STARTED, Type.COMPLETED, Type.REPLAYED);
    }

    @ParameterizedTest
    @EnumSource(names = {"OPENAI", "ANTHROPIC"})
    void anAnswerThatIsLostTwiceIsGivenToTheThirdAttempt(Sdk sdk) throws Exception {
        network.cutNext(Cut.BEFORE);
        network.cutNext(Cut.BEFORE);
        assertThat(open(sdk).call(key, 100)).endsWith("-1");
        assertThat(work.effects()).isEqualTo(1);
        assertThat(work.arrivals()).hasSize(3).containsOnly(key);
    }

    @ParameterizedTest
    @EnumSource(names = {"OPENAI", "ANTHROPIC"})
    void anAnswerThatIsLostThriceIsGivenToTheNextCall(Sdk sdk) throws Exception {
        for (int attempt = 0; attempt < 3; attempt++) {
            network.cutNext(Cut.BEFORE);
        }
        open(sdk);
        assertThat(catchThrowable(() -> client.call(key, 100))).isNotNull();
        assertThat(client.call(key, 100)).endsWith("-1");
        assertThat(work.effects()).isEqualTo(1);
        assertThat(work.arrivals()).hasSize(4).containsOnly(key);
    }

    /** A client object retries only when told to, unlike the library's static methods. */
    @Test
    void stripeRetriesOnlyWhenToldTo() {
        open(Sdk.STRIPE);
        assertThat(StripeClient.builder().getMaxNetworkRetries()).isZero();
        assertThat(Stripe.getMaxNetworkRetries()).isEqualTo(2);
    }

    /** The JDK sends a request again once; the library itself retries only where no connection could be made. */
    @Test
    void stripeGivesUpOnASecondLostAnswerAndItsCallerDoesNot() throws Exception {
        network.cutNext(Cut.BEFORE);
        network.cutNext(Cut.BEFORE);
        open(Sdk.STRIPE);
        assertThat(catchThrowable(() -> client.call(key, 100))).isInstanceOf(ApiConnectionException.class);
        assertThat(client.call(key, 100)).endsWith("-1");
        assertThat(work.effects()).isEqualTo(1);
        assertThat(work.arrivals()).hasSize(3).containsOnly(key);
    }

    /** None of them sends again what was answered in part: their caller does, with the same key. */
    @ParameterizedTest
    @EnumSource
    void anAnswerThatBreaksOffIsGivenToTheNextCall(Sdk sdk) throws Exception {
        network.cutNext(Cut.WITHIN);
        open(sdk);
        assertThat(catchThrowable(() -> client.call(key, 100))).isNotNull();
        assertThat(work.arrivals()).hasSize(1);
        assertThat(client.call(key, 100)).endsWith("-1");
        assertThat(work.effects()).isEqualTo(1);
        assertThat(work.arrivals()).hasSize(2).containsOnly(key);
    }

    @ParameterizedTest
    @EnumSource
    void aRetryWhileTheFirstStillRunsGetsItsAnswerInTheEnd(Sdk sdk) throws Exception {
        work.closeGate();
        open(sdk);
        CompletableFuture<String> answer = CompletableFuture.supplyAsync(() -> {
            try {
                return client.call(key, 100);
            } catch (Exception ex) {
                throw new IllegalStateException(ex);
            }
        });
        work.awaitBegun();
        network.cutAll();
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> listener.count(Type.IN_PROGRESS) > 0);
        work.openGate();
        assertThat(answer.get(60, TimeUnit.SECONDS)).endsWith("-1");
        assertThat(work.effects()).isEqualTo(1);
        assertThat(work.arrivals()).containsOnly(key);
    }

    @ParameterizedTest
    @EnumSource
    void anotherRequestWithTheKeyIsRefusedAndNotRetried(Sdk sdk) throws Exception {
        open(sdk).call(key, 100);
        Throwable refusal = catchThrowable(() -> client.call(key, 1000));
        assertThat(refusal).isNotNull().hasMessageContaining("422");
        assertThat(work.arrivals()).hasSize(2);
        assertThat(work.effects()).isEqualTo(1);
    }

    @Test
    void openAiSendsNoKeyOfItsOwn() {
        sendsNoKeyOfItsOwn(Sdk.OPENAI);
    }

    @Test
    void anthropicSendsNoKeyOfItsOwn() {
        sendsNoKeyOfItsOwn(Sdk.ANTHROPIC);
    }

    private void sendsNoKeyOfItsOwn(Sdk sdk) {
        open(sdk);
        assertThat(catchThrowable(() -> client.call(null, 100))).hasMessageContaining("400");
        assertThat(work.arrivals()).containsExactly("no key");
        assertThat(work.effects()).isZero();
    }

    @Test
    void stripeMakesAKeyForAllItsAttempts() throws Exception {
        network.cutNext(Cut.BEFORE);
        assertThat(open(Sdk.STRIPE).call(null, 100)).endsWith("-1");
        assertThat(work.effects()).isEqualTo(1);
        assertThat(work.arrivals()).hasSize(2).doesNotContain("no key");
        assertThat(work.arrivals().get(1)).isEqualTo(work.arrivals().get(0));
    }
}
