package io.github.idempotency.test.web;

import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.test.web.servlet.request.ConfigurableSmartRequestBuilder;

/** A builder makes a new request each time; key and body are put into it at the very end, in place of its own. */
final class MockMvcSender implements RequestSender {

    private final Supplier<MvcTestResult> exchange;

    private final String header;

    private String key = "";

    private byte @Nullable [] body;

    MockMvcSender(ConfigurableSmartRequestBuilder<?> request, Supplier<MvcTestResult> exchange, String header) {
        this.exchange = exchange;
        this.header = header;
        request.with(this::complete);
    }

    @Override
    public HttpAnswer send(String key, @Nullable Object body) {
        this.key = key;
        this.body = body == null ? null : bytes(body);
        MvcTestResult result = exchange.get();
        if (result.getUnresolvedException() != null) {
            throw new AssertionError("The request was not answered", result.getUnresolvedException());
        }
        MockHttpServletResponse response = result.getResponse();
        HttpHeaders headers = new HttpHeaders();
        for (String name : response.getHeaderNames()) {
            headers.addAll(name, response.getHeaders(name));
        }
        return new HttpAnswer(response.getStatus(), headers, response.getContentAsByteArray());
    }

    private MockHttpServletRequest complete(MockHttpServletRequest request) {
        request.removeHeader(header);
        request.addHeader(header, key);
        if (body != null) {
            request.setContent(body);
        }
        return request;
    }

    private static byte[] bytes(Object body) {
        if (body instanceof byte[] bytes) {
            return bytes;
        }
        if (body instanceof String text) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        throw new IllegalArgumentException("MockMvc sends text or bytes, not " + body.getClass());
    }
}
