package io.github.idempotency.aop;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.github.idempotency.Idempotent;
import io.github.idempotency.autoconfigure.Starts;
import io.github.idempotency.execution.IdempotencyContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/** A guarded call within a guarded call has a record of its own. */
class NestedCallsTests {

    @Test
    void whatTheInnerCallDidIsNotDoneAgainByTheNextAttemptOfTheOuterOne() {
        Starts.run(Starts.application(Checkout.class, Payments.class), context -> {
            Checkout checkout = context.getBean(Checkout.class);
            Payments payments = context.getBean(Payments.class);
            assertThatIllegalStateException().isThrownBy(() -> checkout.order("o-1"));
            assertThat(checkout.order("o-1")).isEqualTo("charged 1 in attempt 2");
            assertThat(checkout.order("o-1")).isEqualTo("charged 1 in attempt 2");
            assertThat(payments.charges()).hasSize(1);
        });
    }

    @Test
    void theInnerCallSeesItsOwnContext() {
        Starts.run(Starts.application(Checkout.class, Payments.class), context -> {
            Payments payments = context.getBean(Payments.class);
            assertThatIllegalStateException()
                    .isThrownBy(() -> context.getBean(Checkout.class).order("o-2"));
            assertThat(payments.charges()).singleElement().asString().matches("[A-Za-z0-9_-]{22}");
        });
    }

    static class Checkout {

        private final Payments payments;

        Checkout(Payments payments) {
            this.payments = payments;
        }

        @Idempotent(key = "#id")
        public String order(String id) {
            IdempotencyContext context = IdempotencyContext.current();
            String charged = payments.charge(context.childKey("charge"));
            if (context.attempt() == 1) {
                throw new IllegalStateException("crashed after the charge");
            }
            assertThat(IdempotencyContext.current()).isSameAs(context);
            return charged + " in attempt " + context.attempt();
        }
    }

    static class Payments {

        private final List<String> charges = new ArrayList<>();

        @Idempotent(key = "#key")
        public String charge(String key) {
            charges.add(IdempotencyContext.current().key());
            return "charged " + charges.size();
        }

        public List<String> charges() {
            return charges;
        }
    }
}
