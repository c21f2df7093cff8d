package io.github.idempotency.store.jdbc;

import java.sql.Types;

import org.jspecify.annotations.Nullable;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;

import io.github.idempotency.Effect;
import io.github.idempotency.store.Claim;
import io.github.idempotency.store.ClaimRequest;
import io.github.idempotency.store.Fingerprint;

/**
 * How a key is claimed: by one statement, which decides whatever it finds. Where that costs the database much, most claims
 * are decided by a cheaper one that may decline, and then has changed nothing.
 */
final class JdbcClaims {

    private final JdbcConnections connections;

    private final boolean waiting;

    private final @Nullable JdbcStatement shortcut;

    private final JdbcStatement claim;

    private final JdbcStatement find;

    JdbcClaims(JdbcConnections connections, JdbcDialect dialect) {
        this.connections = connections;
        this.waiting = dialect.claimsWait();
        this.shortcut = dialect.hasShortcut() ? dialect.statement("shortcut") : null;
        this.claim = dialect.statement("claim");
        this.find = dialect.statement("find");
    }

    Claim claim(ClaimRequest request) {
        Fingerprint fingerprint = request.fingerprint();
        MapSqlParameterSource parameters = new MapSqlParameterSource(
                        "key", request.key().toBytes())
                .addValue(
                        "fingerprint",
                        fingerprint.equals(Fingerprint.NONE) ? null : fingerprint.toBytes(),
                        Types.BINARY)
                .addValue("scope", request.scope())
                .addValue("irreversible", request.effect() == Effect.IRREVERSIBLE)
                .addValue("lease", request.lease().toMillis())
                .addValue("retention", request.retention().toMillis())
                .addValue("reconciledToken", request.reconciledToken());
        Claim decided = shortcut == null ? null : connections.query(shortcut, parameters, RecordRow::claimIfAny);
        return decided == null ? claim(request, parameters) : decided;
    }

    private Claim claim(ClaimRequest request, MapSqlParameterSource parameters) {
        try {
            return connections.query(claim, parameters, RecordRow::claim);
        } catch (QueryTimeoutException ex) {
            Claim running = waiting ? running(request) : null;
            if (running == null) {
                throw ex;
            }
            return running;
        }
    }

    /** A joined transaction that takes its time to commit holds the row; who owns it can be read beside that. */
    private @Nullable Claim running(ClaimRequest request) {
        return connections.query(
                find,
                new MapSqlParameterSource("key", request.key().toBytes()),
                row -> RecordRow.running(row, request.fingerprint()));
    }
}
