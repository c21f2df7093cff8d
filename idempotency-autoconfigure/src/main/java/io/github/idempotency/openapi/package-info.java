/** What guarding adds to the application's OpenAPI document. */
@NullMarked
package io.github.idempotency.openapi;

import org.jspecify.annotations.NullMarked;
