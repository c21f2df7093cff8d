package io.github.idempotency.web;

import java.io.IOException;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** A whole answer that is given instead of a handler's. */
@FunctionalInterface
interface Answer {

    void writeTo(HttpServletRequest request, HttpServletResponse response) throws IOException;
}
