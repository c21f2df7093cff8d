/** The advice: finds guarded methods, turns annotation and configuration into metadata, and hands calls to the engine. */
@NullMarked
package io.github.idempotency.aop;

import org.jspecify.annotations.NullMarked;
