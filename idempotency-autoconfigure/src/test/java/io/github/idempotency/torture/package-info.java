/**
 * The torture test, see {@code docs/guarantees.md}. Where to begin reading: {@code TortureITests} is the test,
 * {@code TortureRun} one store of it, {@code HistoryChecker} the judge, {@code NegativeControlsITests} the proof that it is
 * one.
 *
 * <ul>
 *   <li>In processes of their own: {@code TortureApplication} with {@code WorkController}, whose store a
 *       {@code StoreWitness} watches; each writes a {@code Journal}.
 *   <li>In the JVM of the test: {@code RetryingClient}s, the {@code FaultInjector}, and between the processes and their
 *       servers a {@code FaultyProxy} each. What they do is the {@code History}.
 * </ul>
 *
 * Work takes time, clients back off and faults last: that is all that sleeps here. New work, for example one that is
 * joined to a transaction, is a constant of {@code Work} and a handler of {@code WorkController}.
 */
package io.github.idempotency.torture;
