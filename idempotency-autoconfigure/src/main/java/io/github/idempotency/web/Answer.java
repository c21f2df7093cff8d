package io.github.idempotency.web;

import java.io.IOException;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.slf4j.LoggerFactory;
import org.springframework.web.servlet.ModelAndView;

/** A whole answer that is given instead of a handler's. */
@FunctionalInterface
interface Answer {

    void writeTo(HttpServletRequest request, HttpServletResponse response) throws IOException;

    /** Gives the answer where Spring MVC asks what to do about an exception: nothing is left to render. */
    default ModelAndView resolve(HttpServletRequest request, HttpServletResponse response) {
        try {
            writeTo(request, response);
        } catch (IOException ex) {
            LoggerFactory.getLogger(Answer.class).debug("The caller did not wait for its answer", ex);
        }
        return new ModelAndView();
    }
}
