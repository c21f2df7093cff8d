package io.github.idempotency.store.jdbc;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

import org.springframework.jdbc.datasource.DelegatingDataSource;

/** Counts what goes to the database: connections taken, statements executed, transactions ended by hand. */
public final class CountingDataSource extends DelegatingDataSource {

    private final AtomicInteger connections = new AtomicInteger();

    private final AtomicInteger roundTrips = new AtomicInteger();

    public CountingDataSource(DataSource target) {
        super(target);
    }

    public int connections() {
        return connections.get();
    }

    public int roundTrips() {
        return roundTrips.get();
    }

    public void reset() {
        connections.set(0);
        roundTrips.set(0);
    }

    @Override
    public Connection getConnection() throws SQLException {
        connections.incrementAndGet();
        return counting(Connection.class, super.getConnection());
    }

    private <T> T counting(Class<T> type, T target) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) -> {
            String name = method.getName();
            if (name.startsWith("execute") || name.equals("commit") || name.equals("rollback")) {
                roundTrips.incrementAndGet();
            }
            try {
                Object answer = method.invoke(target, args);
                return answer instanceof PreparedStatement statement
                        ? counting(PreparedStatement.class, statement)
                        : answer;
            } catch (InvocationTargetException ex) {
                throw ex.getCause();
            }
        }));
    }
}
