package io.github.idempotency.web;

import java.io.IOException;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.slf4j.LoggerFactory;
import org.springframework.web.servlet.ModelAndView;

/**
 * A whole answer that is given instead of a handler's.
 *
 * @param status its status
 * @param content writes its headers and body
 */
record Answer(int status, Content content) {

    /** Writes headers and body. */
    @FunctionalInterface
    interface Content {

        void writeTo(HttpServletRequest request, HttpServletResponse response) throws IOException;
    }

    void writeTo(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setStatus(status);
        content.writeTo(request, response);
    }

    /** Gives the answer where Spring MVC asks what to do about an exception: nothing is left to render. */
    ModelAndView resolve(HttpServletRequest request, HttpServletResponse response) {
        try {
            writeTo(request, response);
        } catch (IOException ex) {
            LoggerFactory.getLogger(Answer.class).debug("The caller did not wait for its answer", ex);
        }
        return new ModelAndView();
    }
}
