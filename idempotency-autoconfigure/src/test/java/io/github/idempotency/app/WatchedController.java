package io.github.idempotency.app;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyAdvice;

import io.github.idempotency.Idempotent;

/** Handlers with everything around them that an application may have to watch them with. */
@RestController
@RequestMapping("/watched")
class WatchedController {

    private final Effects effects;

    WatchedController(Effects effects) {
        this.effects = effects;
    }

    @Idempotent
    @PostMapping({"/one", "/two", "/three", "/four"})
    Map<String, Object> one() {
        return Map.of("number", effects.happen());
    }

    @Idempotent
    @PostMapping("/rejected")
    Map<String, Object> rejected() {
        throw new IllegalArgumentException("run " + effects.happen());
    }

    /** Turns every exception into an answer, wraps every body, and remembers what it has been shown. */
    @RestControllerAdvice(assignableTypes = WatchedController.class)
    static class Watcher implements ResponseBodyAdvice<Object>, HandlerInterceptor, WebMvcConfigurer, Watched {

        private final List<Object> seen = new CopyOnWriteArrayList<>();

        @Override
        public List<Object> seen() {
            return seen;
        }

        @ExceptionHandler(Exception.class)
        @ResponseStatus(HttpStatus.PAYMENT_REQUIRED)
        Map<String, String> any(Exception ex) {
            seen.add(ex);
            return Map.of("error", String.valueOf(ex.getMessage()));
        }

        @Override
        public boolean supports(MethodParameter returnType, Class<? extends HttpMessageConverter<?>> converterType) {
            return true;
        }

        @Override
        public Object beforeBodyWrite(
                @Nullable Object body,
                MethodParameter returnType,
                MediaType type,
                Class<? extends HttpMessageConverter<?>> converterType,
                ServerHttpRequest request,
                ServerHttpResponse response) {
            seen.add(String.valueOf(body));
            return Map.of("wrapped", String.valueOf(body));
        }

        @Override
        public void addInterceptors(InterceptorRegistry registry) {
            registry.addInterceptor(this).addPathPatterns("/watched/**");
        }

        @Override
        public void afterCompletion(
                HttpServletRequest request, HttpServletResponse response, Object handler, @Nullable Exception ex) {
            seen.add("completed with " + ex);
        }
    }
}
