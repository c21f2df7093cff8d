package io.github.idempotency.store.jdbc;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

import org.springframework.jdbc.datasource.DelegatingDataSource;

/** A data source whose commits by hand a test decides about: what happens, and what the application hears of it. */
public final class WatchedCommits extends DelegatingDataSource {

    private static final Commit BY_THE_BOOK = Connection::commit;

    private volatile Commit next = BY_THE_BOOK;

    public WatchedCommits(DataSource target) {
        super(target);
    }

    /** What the next commit does; the ones after it are as usual. */
    public void next(Commit commit) {
        next = commit;
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection target = super.getConnection();
        boolean[] taken = {false};
        return (Connection) Proxy.newProxyInstance(
                Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, args) -> {
                    if (taken[0]) {
                        return null;
                    }
                    if (method.getName().equals("commit")) {
                        Commit commit = next;
                        next = BY_THE_BOOK;
                        try {
                            commit.run(target);
                        } catch (TakenAway ex) {
                            taken[0] = true;
                            throw new SQLException("connection reset");
                        }
                        return null;
                    }
                    try {
                        return method.invoke(target, args);
                    } catch (InvocationTargetException ex) {
                        throw ex.getCause();
                    }
                });
    }

    /** What a commit does with the connection. */
    public interface Commit {

        void run(Connection connection) throws SQLException;
    }

    /** The connection is the test's from here on, and the application sees it reset. */
    public static final class TakenAway extends RuntimeException {}
}
