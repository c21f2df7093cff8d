package io.github.idempotency.app;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.core.io.InputStreamResource;
import org.springframework.http.HttpEntity;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

import io.github.idempotency.Idempotent;

/** Handlers that take their request in every way there is, and say what they have got. */
@RestController
@RequestMapping("/echo")
class EchoController {

    private final Effects effects;

    EchoController(Effects effects) {
        this.effects = effects;
    }

    private String got(Object what) {
        effects.happen();
        return String.valueOf(what);
    }

    @Idempotent
    @PostMapping("/document")
    String document(@RequestBody Object document) {
        return got(document);
    }

    @Idempotent
    @RequestMapping(
            path = "/nothing",
            method = {RequestMethod.POST, RequestMethod.PUT, RequestMethod.DELETE})
    String nothing() {
        return got("nothing");
    }

    @Idempotent
    @PostMapping("/path/{id}")
    String path(@PathVariable String id) {
        return got(id);
    }

    @Idempotent
    @PostMapping("/string")
    String string(@RequestBody String body) {
        return got(body);
    }

    @Idempotent
    @PostMapping("/bytes")
    byte[] bytes(@RequestBody byte[] body) {
        effects.happen();
        return body;
    }

    @Idempotent
    @PostMapping("/entity")
    String entity(HttpEntity<String> entity) {
        return got(entity.getBody());
    }

    @Idempotent
    @PostMapping("/stream")
    String stream(InputStream body) throws IOException {
        return got(new String(body.readAllBytes(), StandardCharsets.UTF_8));
    }

    @Idempotent
    @PostMapping("/entity-stream")
    String entityStream(HttpEntity<InputStreamResource> entity) throws IOException {
        return got(entity.getBody().getContentAsString(StandardCharsets.UTF_8));
    }

    /** Needs the converter of {@link InputStreamConverter}. */
    @Idempotent
    @PostMapping("/entity-input")
    String entityInput(HttpEntity<InputStream> entity) throws IOException {
        return got(new String(entity.getBody().readAllBytes(), StandardCharsets.UTF_8));
    }

    @Idempotent
    @PostMapping("/reader")
    String reader(Reader body) throws IOException {
        StringWriter text = new StringWriter();
        body.transferTo(text);
        return got(text);
    }

    @Idempotent
    @PostMapping("/request")
    String request(HttpServletRequest request) throws IOException {
        return got(new String(request.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
    }

    @Idempotent
    @PostMapping("/form")
    String form(@RequestParam Map<String, String> fields) {
        return got(new TreeMap<>(fields));
    }

    @Idempotent
    @PostMapping("/form-body")
    String formBody(@RequestBody MultiValueMap<String, String> fields) {
        return got(new TreeMap<>(fields));
    }

    @Idempotent
    @PostMapping("/form-request")
    String formRequest(HttpServletRequest request) {
        return got(request.getParameter("amount"));
    }

    @Idempotent
    @PutMapping("/form-put")
    String formPut(@RequestParam String amount) {
        return got(amount);
    }

    record Upload(String note, List<MultipartFile> files) {}

    @Idempotent
    @PostMapping("/multipart")
    String multipart(@ModelAttribute Upload upload) throws IOException {
        StringBuilder text = new StringBuilder(String.valueOf(upload.note()));
        for (MultipartFile file : upload.files()) {
            text.append(' ').append(file.getOriginalFilename()).append('=').append(new String(file.getBytes()));
        }
        return got(text);
    }
}
