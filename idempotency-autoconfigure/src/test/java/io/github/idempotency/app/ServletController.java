package io.github.idempotency.app;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

import jakarta.servlet.http.HttpServletResponse;

import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseBody;

import io.github.idempotency.Idempotent;

/** Handlers that write to the response themselves, in all the ways the Servlet API offers. */
@Controller
@RequestMapping("/servlet")
class ServletController {

    private final Effects effects;

    ServletController(Effects effects) {
        this.effects = effects;
    }

    private String text() {
        return "Größe " + effects.happen() + " " + System.nanoTime();
    }

    @Idempotent
    @PostMapping("/stream")
    void stream(HttpServletResponse response) throws IOException {
        response.setContentType("application/x-custom");
        response.getOutputStream().write(text().getBytes(StandardCharsets.UTF_8));
    }

    @Idempotent
    @PostMapping("/stream-argument")
    void streamArgument(OutputStream stream) throws IOException {
        for (byte one : text().getBytes(StandardCharsets.UTF_8)) {
            stream.write(one);
        }
        stream.close();
    }

    @Idempotent
    @PostMapping("/writer")
    void writer(HttpServletResponse response) throws IOException {
        response.setContentType("text/plain;charset=UTF-8");
        try (PrintWriter writer = response.getWriter()) {
            writer.print(text() + " €");
        }
    }

    @Idempotent
    @PostMapping("/writer-argument")
    void writerArgument(Writer writer) throws IOException {
        writer.write(text());
    }

    /** Latin-1, by the Servlet specification. */
    @Idempotent
    @PostMapping("/writer-without-charset")
    void writerWithoutCharset(HttpServletResponse response) throws IOException {
        response.setContentType("text/plain");
        response.getWriter().append(text());
    }

    @Idempotent
    @PostMapping("/writer-of-locale")
    void writerOfLocale(HttpServletResponse response) throws IOException {
        response.setLocale(Locale.GERMANY);
        response.setCharacterEncoding("UTF-16BE");
        response.setContentType("text/plain");
        response.getWriter().append(text());
    }

    @Idempotent
    @PostMapping("/flushed")
    void flushed(HttpServletResponse response) throws IOException {
        response.setContentType("text/plain;charset=UTF-8");
        response.getWriter().write("first ");
        response.getWriter().flush();
        response.flushBuffer();
        response.setStatus(201);
        response.getWriter().write(text());
    }

    @Idempotent
    @PostMapping("/reset")
    void reset(HttpServletResponse response) throws IOException {
        response.setContentType("text/plain;charset=UTF-8");
        response.setHeader("ETag", "\"draft\"");
        response.setStatus(201);
        response.getWriter().write("draft");
        response.reset();
        response.setContentType("application/x-custom");
        response.getOutputStream().write(text().getBytes(StandardCharsets.UTF_8));
    }

    @Idempotent
    @PostMapping("/declared-length")
    void declaredLength(HttpServletResponse response) throws IOException {
        byte[] bytes = text().getBytes(StandardCharsets.UTF_8);
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
    }

    @Idempotent
    @PostMapping("/send-redirect")
    void sendRedirect(HttpServletResponse response) throws IOException {
        response.sendRedirect("/orders/" + effects.happen());
    }

    /** Guarded by its own annotation, so also for safe methods; HEAD is mapped implicitly. */
    @Idempotent
    @GetMapping("/got")
    @ResponseBody
    String got() {
        return text();
    }
}
