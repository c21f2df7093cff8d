package io.github.idempotency.app;

import java.io.IOException;

import jakarta.servlet.http.HttpServletResponse;

import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What everything looks like without a guard. */
@RestController
@RequestMapping("/unguarded")
class UnguardedController {

    @PostMapping("/send-error/{status}")
    void sendError(@PathVariable int status, HttpServletResponse response) throws IOException {
        response.sendError(status);
    }

    @PostMapping("/empty")
    String empty() {
        return "";
    }
}
