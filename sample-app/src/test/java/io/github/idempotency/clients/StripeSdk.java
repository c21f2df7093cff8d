package io.github.idempotency.clients;

import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.net.RequestOptions;
import com.stripe.param.PaymentIntentCreateParams;
import org.jspecify.annotations.Nullable;

/** {@code com.stripe:stripe-java}. */
final class StripeSdk implements ProviderClient {

    private final StripeClient client;

    StripeSdk(String url) {
        client = StripeClient.builder()
                .setApiKey("none")
                .setApiBase(url)
                // tag::retries[]
                .setMaxNetworkRetries(2)
                // end::retries[]
                .build();
    }

    @Override
    public String call(@Nullable String key, long subject) throws StripeException {
        PaymentIntentCreateParams params = PaymentIntentCreateParams.builder()
                .setAmount(subject)
                .setCurrency("eur")
                .build();
        RequestOptions.RequestOptionsBuilder options = RequestOptions.builder();
        if (key != null) {
            // tag::key[]
            options.setIdempotencyKey(key);
            // end::key[]
        }
        return client.v1().paymentIntents().create(params, options.build()).getId();
    }
}
