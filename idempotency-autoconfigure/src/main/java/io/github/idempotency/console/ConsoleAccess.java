package io.github.idempotency.console;

/** What operators may do on the console. */
public enum ConsoleAccess {

    /** Look; what would change a record is refused with 403. */
    READ_ONLY,

    /** Settle and delete records too: whoever may, can make a request run again. */
    UNRESTRICTED
}
