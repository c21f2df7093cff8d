package io.github.idempotency.sample.docs;

import org.springframework.jdbc.core.simple.JdbcClient;

import io.github.idempotency.Idempotent;

/** Quoted by docs/jdbc-store.md. No component, so that the sample does not find it. */
class JoinedOrders {

    private final JdbcClient database;

    JoinedOrders(JdbcClient database) {
        this.database = database;
    }

    // tag::method[]
    @Idempotent(key = "#order.id", transactional = true, remember = OutOfStock.class)
    public int place(Order order) throws OutOfStock {
        int left = database.sql("UPDATE stock SET pieces = pieces - 1 WHERE item = ? RETURNING pieces")
                .param(order.item())
                .query(Integer.class)
                .single();
        if (left < 0) {
            throw new OutOfStock(order.item());
        }
        return left;
    }
    // end::method[]

    record Order(String id, String item) {}

    public static class OutOfStock extends Exception {

        public OutOfStock(String message) {
            super(message);
        }
    }
}
