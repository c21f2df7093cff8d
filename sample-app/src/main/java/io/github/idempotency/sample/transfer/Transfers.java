package io.github.idempotency.sample.transfer;

import java.util.Optional;
import java.util.UUID;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Debit, credit and the row that says so are one transaction. */
@Service
class Transfers {

    private final JdbcClient jdbc;

    Transfers(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @param reference unique: by it the transfer is found when a crash left open whether it happened */
    @Transactional
    Transfer move(TransferRequest request, String reference) {
        requireAccount(request.from());
        requireAccount(request.to());
        if (debit(request.from(), request.amount()) == 0) {
            throw new InsufficientFundsException(request.from());
        }
        credit(request.to(), request.amount());
        Transfer transfer = new Transfer(UUID.randomUUID().toString(), request.from(), request.to(), request.amount());
        jdbc.sql("insert into transfers (id, reference, source, target, amount) values (?, ?, ?, ?, ?)")
                .params(transfer.id(), reference, transfer.from(), transfer.to(), transfer.amount())
                .update();
        return transfer;
    }

    /** The transfer that has the reference already, or else this one. */
    @Transactional
    Transfer moveOnce(TransferRequest request, String reference) {
        return find(reference).orElseGet(() -> move(request, reference));
    }

    /** The transfer with the reference, if its transaction was committed. */
    Optional<Transfer> find(String reference) {
        return jdbc.sql("select id, source, target, amount from transfers where reference = ?")
                .param(reference)
                .query((row, number) -> new Transfer(
                        row.getString("id"), row.getString("source"), row.getString("target"), row.getLong("amount")))
                .optional();
    }

    private void requireAccount(String id) {
        jdbc.sql("select id from accounts where id = ?")
                .param(id)
                .query(String.class)
                .optional()
                .orElseThrow(() -> new UnknownAccountException(id));
    }

    private int debit(String account, long amount) {
        return jdbc.sql("update accounts set balance = balance - :amount where id = :id and balance >= :amount")
                .param("id", account)
                .param("amount", amount)
                .update();
    }

    private void credit(String account, long amount) {
        jdbc.sql("update accounts set balance = balance + ? where id = ?")
                .params(amount, account)
                .update();
    }
}
