package io.github.idempotency.app;

import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Unguarded: what it calls is guarded. */
@RestController
class TransferController {

    private final Transfers transfers;

    TransferController(Transfers transfers) {
        this.transfers = transfers;
    }

    @PostMapping("/transfers/{id}")
    Transfers.Receipt transfer(@PathVariable String id, @RequestParam(defaultValue = "false") boolean hangs)
            throws InterruptedException {
        return transfers.transfer(id, hangs);
    }
}
