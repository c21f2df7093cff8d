/** The JDBC store: one row, one statement and one pooled connection per step. */
@NullMarked
package io.github.idempotency.store.jdbc;

import org.jspecify.annotations.NullMarked;
