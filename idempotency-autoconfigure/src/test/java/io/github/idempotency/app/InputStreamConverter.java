package io.github.idempotency.app;

import java.io.IOException;
import java.io.InputStream;

import org.springframework.http.HttpInputMessage;
import org.springframework.http.HttpOutputMessage;
import org.springframework.http.MediaType;
import org.springframework.http.converter.AbstractHttpMessageConverter;

/** Hands a body over unread. */
class InputStreamConverter extends AbstractHttpMessageConverter<InputStream> {

    InputStreamConverter() {
        super(MediaType.ALL);
    }

    @Override
    protected boolean supports(Class<?> type) {
        return type == InputStream.class;
    }

    @Override
    protected boolean canWrite(MediaType mediaType) {
        return false;
    }

    @Override
    protected InputStream readInternal(Class<? extends InputStream> type, HttpInputMessage message) throws IOException {
        return message.getBody();
    }

    @Override
    protected void writeInternal(InputStream body, HttpOutputMessage message) {
        throw new UnsupportedOperationException();
    }
}
