package io.github.idempotency.sample;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

import io.github.idempotency.sample.redis.LocalRedisInitializer;

/**
 * The sample. Everything it writes goes under {@code ./data}. Start it twice in one directory and both share one Redis
 * and one database; in another directory, point the second one at the first:
 *
 * <pre>{@code
 * java -jar sample-app.jar --server.port=8081 \
 *     --spring.data.redis.port=$(cat ../first/data/redis/port) \
 *     --spring.datasource.url=jdbc:sqlite:../first/data/shop.db
 * }</pre>
 */
@SpringBootApplication
@ConfigurationPropertiesScan
public class ShopApplication {

    public static void main(String[] args) {
        application().run(args);
    }

    static SpringApplication application() {
        SpringApplication application = new SpringApplication(ShopApplication.class);
        application.addInitializers(new DataDirectoryInitializer(), new LocalRedisInitializer());
        return application;
    }
}
