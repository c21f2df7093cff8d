package io.github.idempotency.torture;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.file.Path;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.autoconfigure.context.PropertyPlaceholderAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.util.ClassUtils;

import io.github.idempotency.autoconfigure.IdempotencyAutoConfiguration;
import io.github.idempotency.autoconfigure.IdempotencyStoreAutoConfiguration;
import io.github.idempotency.autoconfigure.IdempotencyWebMvcAutoConfiguration;
import io.github.idempotency.store.IdempotencyStore;
import io.github.idempotency.torture.HistoryEntry.Kind;

/** The application under torture: the starter with as little around it as starts fast, and a witness between the engine and its store. */
@Configuration(proxyBeanMethods = false)
@ImportAutoConfiguration({
    AopAutoConfiguration.class,
    DataRedisAutoConfiguration.class,
    DataSourceAutoConfiguration.class,
    DataSourceTransactionManagerAutoConfiguration.class,
    DispatcherServletAutoConfiguration.class,
    HttpMessageConvertersAutoConfiguration.class,
    IdempotencyAutoConfiguration.class,
    IdempotencyStoreAutoConfiguration.class,
    IdempotencyWebMvcAutoConfiguration.class,
    PropertyPlaceholderAutoConfiguration.class,
    TomcatServletWebServerAutoConfiguration.class,
    WebMvcAutoConfiguration.class
})
@Import({WorkController.class, JoinedWorkController.class})
class TortureApplication {

    public static void main(String[] args) {
        SpringApplication.run(TortureApplication.class, args);
    }

    @Bean
    static Journal journal(@Value("${torture.process}") String process, @Value("${torture.journal}") Path path) {
        return new Journal(process, path);
    }

    @Bean
    static BeanPostProcessor witness(Journal journal, @Value("${torture.defect:NONE}") Defect defect) {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                return bean instanceof IdempotencyStore store
                        ? proxy(store, new StoreWitness(defect.in(store), journal))
                        : bean;
            }
        };
    }

    static Object proxy(Object store, InvocationHandler handler) {
        return Proxy.newProxyInstance(
                TortureApplication.class.getClassLoader(), ClassUtils.getAllInterfaces(store), handler);
    }

    @Bean
    ApplicationListener<WebServerInitializedEvent> ready(Journal journal) {
        return event ->
                journal.write(Kind.READY, "-", 0, "" + event.getWebServer().getPort());
    }
}
