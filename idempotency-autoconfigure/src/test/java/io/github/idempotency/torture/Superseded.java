package io.github.idempotency.torture;

/**
 * An answer that was given while the store could not be told it, and that the store never got to know: another execution
 * may answer otherwise, or nobody may know the answer again. It is documented, so it is no violation, and counted.
 */
enum Superseded {
    /** Its process died before the store could be told. */
    LOST_WITH_ITS_PROCESS,

    /** Its process lived, but could not reach the store, or was paused, until the lease was over. */
    OUTLIVED_BY_AN_OUTAGE
}
