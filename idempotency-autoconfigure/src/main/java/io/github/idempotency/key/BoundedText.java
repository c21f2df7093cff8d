package io.github.idempotency.key;

/**
 * A text that a regular expression may look at so often and no more. A length alone does not bound a pattern that
 * backtracks: {@code (a+)+b} takes two to the power of the length.
 */
final class BoundedText implements CharSequence {

    /** Far more than a pattern needs that does not backtrack without end; about a millisecond. */
    static final int MAX_READS = 100_000;

    private final String text;

    private int reads;

    BoundedText(String text) {
        this.text = text;
    }

    @Override
    public char charAt(int index) {
        if (++reads > MAX_READS) {
            throw new TooManyReadsException();
        }
        return text.charAt(index);
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return text.substring(start, end);
    }

    @Override
    public String toString() {
        return text;
    }

    /** The pattern was given up. */
    static final class TooManyReadsException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        TooManyReadsException() {
            super("A pattern took more than " + MAX_READS + " steps", null, false, false);
        }
    }
}
