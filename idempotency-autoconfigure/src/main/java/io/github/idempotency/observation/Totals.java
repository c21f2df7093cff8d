package io.github.idempotency.observation;

/** What has been counted of guarded calls: by this node since its start, or by every node that the application has had. */
public interface Totals {

    /** All that has been counted. */
    CallCounts total();

    /** What has been counted of late, minute by minute. */
    CallHistory lastHour();
}
