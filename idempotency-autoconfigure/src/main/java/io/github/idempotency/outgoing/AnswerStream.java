package io.github.idempotency.outgoing;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** The body of an answer, which is lost where reading it fails; who closes it early has what was wanted. */
final class AnswerStream extends FilterInputStream {

    private final Answer answer;

    AnswerStream(InputStream body, Answer answer) {
        super(body);
        this.answer = answer;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        try {
            int read = super.read(bytes, offset, length);
            if (read < 0) {
                answer.received();
            }
            return read;
        } catch (IOException | RuntimeException ex) {
            answer.lost();
            throw ex;
        }
    }

    @Override
    public long skip(long length) throws IOException {
        try {
            return super.skip(length);
        } catch (IOException | RuntimeException ex) {
            answer.lost();
            throw ex;
        }
    }

    @Override
    public void close() throws IOException {
        answer.received();
        super.close();
    }
}
