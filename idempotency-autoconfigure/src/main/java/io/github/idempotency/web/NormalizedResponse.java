package io.github.idempotency.web;

import java.io.IOException;

import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;

/** Of what a response can be told in several ways, leaves one to be dealt with. */
abstract class NormalizedResponse extends HttpServletResponseWrapper {

    NormalizedResponse(HttpServletResponse response) {
        super(response);
    }

    @Override
    public final void setContentLength(int length) {
        setContentLengthLong(length);
    }

    @Override
    public final void sendError(int status) throws IOException {
        sendError(status, "");
    }

    @Override
    public final void sendRedirect(String location) throws IOException {
        sendRedirect(location, SC_FOUND, true);
    }

    @Override
    public final void sendRedirect(String location, boolean clearBuffer) throws IOException {
        sendRedirect(location, SC_FOUND, clearBuffer);
    }

    @Override
    public final void sendRedirect(String location, int status) throws IOException {
        sendRedirect(location, status, true);
    }
}
