package io.github.idempotency.sample.document;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerResponse;

@Configuration(proxyBeanMethods = false)
class DocumentRoutes {

    @Bean
    RouterFunction<ServerResponse> documents(DocumentUpload upload) {
        return RouterFunctions.route().POST("/documents", upload::store).build();
    }
}
