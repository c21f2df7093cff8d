package io.github.idempotency.sample.document;

import jakarta.validation.Valid;

import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Not guarded itself: the service it calls is. */
@RestController
class SummaryController {

    private final SummaryService summaries;

    SummaryController(SummaryService summaries) {
        this.summaries = summaries;
    }

    @PostMapping("/summaries")
    Summary summarize(@Valid @RequestBody SummaryRequest request) {
        return summaries.summaryOf(request.documentId());
    }
}
