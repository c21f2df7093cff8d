package io.github.idempotency.autoconfigure;

import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.MessageSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.github.idempotency.web.HttpSettings;
import io.github.idempotency.web.ProblemDetails;
import io.github.idempotency.web.StoredStatus;

/** What guarded handlers of servlet and of reactive applications have in common. */
@Configuration(proxyBeanMethods = false)
class HttpSettingsConfiguration {

    @Bean
    HttpSettings idempotencyHttpSettings(IdempotencyWebProperties web, StoredStatus statuses) {
        return new HttpSettings(
                web.parser(), web.replayedHeaders(), web.replayMarks(), statuses, web.bodies(), web.replayPace());
    }

    @Bean
    @ConditionalOnMissingBean
    StoredStatus idempotencyStoredStatus() {
        return StoredStatus.DEFAULT;
    }

    @Bean
    ProblemDetails idempotencyProblemDetails(IdempotencyWebProperties web, MessageSource messages) {
        return new ProblemDetails(web.problemTypeBase(), web.problemDocumentationBase(), messages);
    }
}
