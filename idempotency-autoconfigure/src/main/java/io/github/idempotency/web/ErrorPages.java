package io.github.idempotency.web;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.web.error.ErrorPage;
import org.springframework.boot.web.error.ErrorPageRegistrar;

/**
 * Renders what a guarded handler answered with {@code sendError}. A container would do so after every filter has
 * returned, when the answer can no longer be stored; so it is done here, on the same error pages.
 */
public final class ErrorPages {

    private final Map<Integer, String> byStatus = new HashMap<>();

    private @Nullable String global;

    /** @param registrars where the application says what its error pages are */
    public ErrorPages(List<ErrorPageRegistrar> registrars) {
        registrars.forEach(registrar -> registrar.registerErrorPages(this::add));
    }

    private void add(ErrorPage... pages) {
        for (ErrorPage page : pages) {
            if (page.isGlobal()) {
                global = page.getPath();
            } else if (page.getStatus() != null) {
                byStatus.put(page.getStatus().value(), page.getPath());
            }
        }
    }

    /** Renders the error that the response holds, if it holds one. */
    void render(HttpServletRequest request, RecordingResponse response) throws IOException, ServletException {
        String message = response.takeError();
        int status = response.getStatus();
        // Only of an error: to find a dispatcher costs a container more than to answer a small request.
        String path = message == null ? null : byStatus.getOrDefault(status, global);
        RequestDispatcher dispatcher = path == null ? null : request.getRequestDispatcher(path);
        if (dispatcher == null) {
            return;
        }
        response.setContentType(null);
        request.setAttribute(RequestDispatcher.ERROR_STATUS_CODE, status);
        request.setAttribute(RequestDispatcher.ERROR_MESSAGE, message);
        request.setAttribute(RequestDispatcher.ERROR_REQUEST_URI, request.getRequestURI());
        dispatcher.forward(new ErrorRequest(request), response);
        response.setStatus(status);
    }

    /** Seen as what it stands for, by filters and security rules that let error pages pass. */
    private static final class ErrorRequest extends HttpServletRequestWrapper {

        ErrorRequest(HttpServletRequest request) {
            super(request);
        }

        @Override
        public DispatcherType getDispatcherType() {
            return DispatcherType.ERROR;
        }
    }
}
