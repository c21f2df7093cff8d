package io.github.idempotency.flood;

import java.util.concurrent.CountDownLatch;

import jakarta.servlet.http.HttpServletResponse;

import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

import io.github.idempotency.Idempotent;

/** Handlers that stay until they are let go. */
@RestController
class ParkingController {

    private volatile CountDownLatch gate = new CountDownLatch(0);

    private volatile CountDownLatch entered = new CountDownLatch(0);

    /** The next so many calls stay. */
    void close(int calls) {
        gate = new CountDownLatch(1);
        entered = new CountDownLatch(calls);
    }

    CountDownLatch entered() {
        return entered;
    }

    void open() {
        gate.countDown();
    }

    private int park(byte[] body) throws InterruptedException {
        CountDownLatch here = gate;
        entered.countDown();
        here.await();
        return body.length;
    }

    @Idempotent
    @PostMapping("/parked")
    int parked(@RequestBody byte[] body) throws InterruptedException {
        return park(body);
    }

    /** Has written its answer by then. */
    @Idempotent
    @PostMapping("/answered")
    void answered(@RequestBody byte[] body, HttpServletResponse response) throws Exception {
        response.getOutputStream().write(new byte[InFlightMemoryITests.WRITTEN]);
        park(body);
    }
}
