package io.github.idempotency.test.linearizability;

import org.jetbrains.lincheck.datastructures.Operation;

import io.github.idempotency.store.InMemoryIdempotencyStore;

/** The states of a record in which the verbs of the reference store meet. */
public abstract class ReferenceStoreVerbs extends StoreVerbs<InMemoryIdempotencyStore> {

    ReferenceStoreVerbs() {
        super(InMemoryIdempotencyStore::new);
        claimFirst(false);
    }

    /** Leases run out, records are forgotten and swept. */
    public abstract static class WhileTimePasses extends ReferenceStoreVerbs {

        @Operation
        public void pass() {
            letPass(1);
        }
    }

    /**
     * Not while time passes: a look waits for nobody, so it may come between a verb's reading of the clock and its
     * writing, and no order of the two explains that once the clock has moved.
     */
    public abstract static class UnderInspection extends ReferenceStoreVerbs {

        @Operation
        public String find() {
            return found();
        }
    }

    public static class OnAForgottenRecord extends WhileTimePasses {

        public OnAForgottenRecord() {
            letPass(2);
        }
    }

    public static class OnAnExpiredClaim extends WhileTimePasses {

        public OnAnExpiredClaim() {
            letPass(1);
        }
    }

    public static class OnALiveClaim extends UnderInspection {}

    public static class OnAnUnknownRecord extends UnderInspection {

        public OnAnUnknownRecord() {
            markUnknown(0);
        }
    }

    public static class OnACompletedRecord extends UnderInspection {

        public OnACompletedRecord() {
            complete(0, (byte) 1);
        }
    }
}
