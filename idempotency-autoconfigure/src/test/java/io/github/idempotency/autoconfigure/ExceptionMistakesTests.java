package io.github.idempotency.autoconfigure;

import org.junit.jupiter.api.Test;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

import io.github.idempotency.Idempotent;

import static org.assertj.core.api.Assertions.assertThat;

/** An exception that could not be thrown again, or means two things, stops the start. */
class ExceptionMistakesTests {

    @Test
    void anError() {
        assertThat(description(Errors.class))
                .contains("has remember = java.lang.StackOverflowError, which is no Exception");
    }

    @Test
    void anExceptionThatCannotBeMadeFromItsMessage() {
        assertThat(description(Numbered.class))
                .contains("NumberedException, which has no public constructor that takes its message, or nothing");
    }

    @Test
    void anExceptionThatMakesAMessageOfItsOwn() {
        assertThat(description(Accounts.class)).contains("AccountException").contains("makes another message of it");
    }

    @Test
    void anAbstractException() {
        assertThat(description(Abstract.class)).contains("AbstractException, which cannot be made");
    }

    @Test
    void anExceptionThatIsBothAnAnswerAndNone() {
        assertThat(description(Both.class))
                .contains("has IllegalStateException in both remember and releaseOn: decide for one");
    }

    @Test
    void aClassThatIsNoThrowable() {
        assertThat(Starts.failure(Starts.application(Plain.class)
                                .withPropertyValues("idempotency.scopes.plain.remember=java.lang.String"))
                        .getDescription())
                .contains("java.lang.String, which is no Exception");
        assertThat(Starts.failure(Starts.application(Plain.class)
                                .withPropertyValues("idempotency.scopes.plain.release-on=java.lang.String"))
                        .getDescription())
                .contains("has releaseOn = java.lang.String, which is no Throwable");
    }

    /** Of a handler the response is stored, and its status decides. */
    @Test
    void rememberOnAHandler() {
        assertThat(Starts.webFailure(Orders.class).getDescription())
                .contains("has remember")
                .contains("StoredStatus");
    }

    private static String description(Class<?> bean) {
        return Starts.failure(bean).getDescription();
    }

    static class Errors {
        @Idempotent(key = "#id", remember = StackOverflowError.class)
        public void create(String id) {}
    }

    static class Numbered {
        @Idempotent(key = "#id", remember = NumberedException.class)
        public void create(String id) {}
    }

    static class Accounts {
        @Idempotent(key = "#id", remember = AccountException.class)
        public void create(String id) {}
    }

    static class Abstract {
        @Idempotent(key = "#id", remember = AbstractException.class)
        public void create(String id) {}
    }

    static class Both {
        @Idempotent(key = "#id", remember = IllegalStateException.class, releaseOn = IllegalStateException.class)
        public void create(String id) {}
    }

    static class Plain {
        @Idempotent(key = "#id", scope = "plain")
        public void create(String id) {}
    }

    @RestController
    static class Orders {
        @Idempotent(remember = IllegalStateException.class)
        @PostMapping("/orders")
        public void create() {}
    }

    public static class NumberedException extends RuntimeException {
        public NumberedException(int number) {}
    }

    public static class AccountException extends RuntimeException {
        public AccountException(String account) {
            super("No funds on " + account);
        }
    }

    public abstract static class AbstractException extends RuntimeException {
        public AbstractException(String message) {
            super(message);
        }
    }
}
