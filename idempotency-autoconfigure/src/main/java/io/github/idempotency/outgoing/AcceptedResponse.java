package io.github.idempotency.outgoing;

import java.io.IOException;
import java.io.InputStream;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.client.ClientHttpResponse;

/** An answer that is taken for received unless reading it fails. */
final class AcceptedResponse implements ClientHttpResponse {

    private final ClientHttpResponse response;

    private final Answer answer;

    private @Nullable InputStream body;

    AcceptedResponse(ClientHttpResponse response, Answer answer) {
        this.response = response;
        this.answer = answer;
    }

    @Override
    public HttpStatusCode getStatusCode() throws IOException {
        return response.getStatusCode();
    }

    @Override
    public String getStatusText() throws IOException {
        return response.getStatusText();
    }

    @Override
    public HttpHeaders getHeaders() {
        return response.getHeaders();
    }

    @Override
    public InputStream getBody() throws IOException {
        if (body == null) {
            body = new AnswerStream(response.getBody(), answer);
        }
        return body;
    }

    @Override
    public void close() {
        answer.received();
        response.close();
    }
}
