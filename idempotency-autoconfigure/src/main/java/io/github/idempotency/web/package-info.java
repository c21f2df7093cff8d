/** Controllers: the HTTP response is what is stored, and a replay is those very bytes. */
@NullMarked
package io.github.idempotency.web;

import org.jspecify.annotations.NullMarked;
