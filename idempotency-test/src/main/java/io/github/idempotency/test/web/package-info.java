/** Assertions about guarded requests, sent with MockMvc or RestTestClient. Needs {@code spring-test}. */
@NullMarked
package io.github.idempotency.test.web;

import org.jspecify.annotations.NullMarked;
