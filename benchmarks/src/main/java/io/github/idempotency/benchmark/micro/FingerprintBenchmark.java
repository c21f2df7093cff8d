package io.github.idempotency.benchmark.micro;

import java.security.MessageDigest;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import tools.jackson.databind.json.JsonMapper;

import io.github.idempotency.benchmark.scale.OrderBody;
import io.github.idempotency.key.CanonicalJson;
import io.github.idempotency.key.FieldSelection;
import io.github.idempotency.store.Fingerprint;

/** From a body of 1 KiB to what says whether it is the same. */
@State(Scope.Benchmark)
public class FingerprintBenchmark {

    private final byte[] body = OrderBody.json(0);

    private final CanonicalJson json = new CanonicalJson(JsonMapper.shared());

    @Benchmark
    public Fingerprint jsonToFingerprint() {
        MessageDigest digest = Fingerprint.digest();
        json.update(digest, body, body.length, FieldSelection.ALL);
        return Fingerprint.of(digest);
    }

    /** What of it is the digest. */
    @Benchmark
    public Fingerprint bytesToFingerprint() {
        MessageDigest digest = Fingerprint.digest();
        digest.update(body);
        return Fingerprint.of(digest);
    }
}
