package io.github.idempotency.execution;

import io.github.idempotency.store.Result;
import io.github.idempotency.store.StoreKey;
import io.github.idempotency.store.UnreadableRecordException;

/**
 * How answers are kept at rest, encrypted or compressed for example. They are sealed before they leave for the store and
 * opened when they are replayed: a store, its messages and its copies hold nothing but what was sealed. Thread-safe.
 */
public interface ResultEnvelope {

    /** Answers are kept as they are. */
    ResultEnvelope NONE = new ResultEnvelope() {

        @Override
        public byte[] seal(StoreKey key, Result result, byte[] answer) {
            return answer;
        }

        @Override
        public byte[] open(StoreKey key, Result result, byte[] sealed, long maxSize) {
            return sealed;
        }
    };

    /**
     * The bytes to keep. If it throws, the answer is given to its caller but not retained.
     *
     * @param key the record's
     * @param result what is to be stored under that key
     * @param answer its bytes, not copied
     */
    byte[] seal(StoreKey key, Result result, byte[] answer);

    /**
     * The answer again.
     *
     * @param result what is stored under the key
     * @param sealed its bytes, not copied
     * @param maxSize how many bytes an answer has at most
     * @throws UnreadableRecordException if this is not what was sealed for the key, or there is no way to open it; the
     *     message says what to do and nothing of the content
     */
    byte[] open(StoreKey key, Result result, byte[] sealed, long maxSize);
}
