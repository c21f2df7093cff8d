/** Summaries of documents, asked for or triggered by a webhook. */
@NullMarked
package io.github.idempotency.sample.document;

import org.jspecify.annotations.NullMarked;
