/** Who may do what, with the profile "users". */
@NullMarked
package io.github.idempotency.sample.user;

import org.jspecify.annotations.NullMarked;
