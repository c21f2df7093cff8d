package io.github.idempotency.web;

import java.util.Locale;

import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;

import io.github.idempotency.IdempotencyException;
import io.github.idempotency.IdempotencyProblem;

/**
 * The words of problems, in the caller's language where the application has them:
 * {@code idempotency.problem.<type>.title}, {@code .detail} and {@code .advice}, with the built-in English detail as
 * {0} and the seconds until a retry is worthwhile as {1}, 0 where there are none.
 */
final class ProblemMessages {

    private final MessageSource messages;

    ProblemMessages(MessageSource messages) {
        this.messages = messages;
    }

    /**
     * What is said about one refusal.
     *
     * @param title the same for every problem of the type
     * @param detail what happened
     * @param advice what to do
     */
    record Words(String title, String detail, String advice) {}

    Words of(IdempotencyException refusal, long retryAfterSeconds, Locale locale) {
        IdempotencyProblem problem = refusal.problem();
        String detail = String.valueOf(refusal.getMessage());
        Object[] arguments = {detail, retryAfterSeconds};
        return new Words(
                text(problem, "title", arguments, ProblemAdvice.title(problem), locale),
                text(problem, "detail", arguments, detail, locale),
                text(problem, "advice", arguments, ProblemAdvice.advice(problem, retryAfterSeconds), locale));
    }

    /** The built-in words are no patterns, so the message source is not asked to format them. */
    private String text(IdempotencyProblem problem, String part, Object[] arguments, String builtIn, Locale locale) {
        String code = "idempotency.problem." + problem.type() + "." + part;
        @Nullable String found = messages.getMessage(code, arguments, null, locale);
        // An application may have its message source answer with the code where it has no message.
        return found == null || found.isBlank() || found.equals(code) ? builtIn : found;
    }
}
