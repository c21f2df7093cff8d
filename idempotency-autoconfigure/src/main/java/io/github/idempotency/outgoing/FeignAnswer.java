package io.github.idempotency.outgoing;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.Charset;

import feign.Response;
import org.jspecify.annotations.Nullable;

/** The body of an accepted answer, which is taken for received unless reading it fails. */
record FeignAnswer(Response.Body body, Answer answer) implements Response.Body {

    @Override
    public @Nullable Integer length() {
        return body.length();
    }

    @Override
    public boolean isRepeatable() {
        return body.isRepeatable();
    }

    @Override
    public InputStream asInputStream() throws IOException {
        return new AnswerStream(body.asInputStream(), answer);
    }

    @Override
    public Reader asReader(Charset charset) throws IOException {
        return new InputStreamReader(asInputStream(), charset);
    }

    @Override
    public void close() throws IOException {
        answer.received();
        body.close();
    }
}
