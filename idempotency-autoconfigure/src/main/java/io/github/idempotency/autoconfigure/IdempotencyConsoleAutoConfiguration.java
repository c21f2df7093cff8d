package io.github.idempotency.autoconfigure;

import java.time.Clock;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.util.ClassUtils;
import org.springframework.web.servlet.DispatcherServlet;
import tools.jackson.databind.json.JsonMapper;

import io.github.idempotency.aop.IdempotentMetadataSource;
import io.github.idempotency.console.ConsoleAudit;
import io.github.idempotency.console.ConsoleCalls;
import io.github.idempotency.console.ConsoleRecords;
import io.github.idempotency.console.ConsoleRoutes;
import io.github.idempotency.console.RecentEvents;
import io.github.idempotency.execution.IdempotencyListener;
import io.github.idempotency.execution.IntentLogs;
import io.github.idempotency.execution.LeaseKeeper;
import io.github.idempotency.key.KeyResolver;
import io.github.idempotency.observation.ClusterTotals;
import io.github.idempotency.observation.IdempotencyTotals;
import io.github.idempotency.store.IdempotencyStores;

/** Auto-configuration of the web page for operators, in servlet applications that ask for it. */
@AutoConfiguration(after = IdempotencyAutoConfiguration.class)
@ConditionalOnClass({DispatcherServlet.class, JsonMapper.class})
@ConditionalOnWebApplication(type = Type.SERVLET)
@ConditionalOnBooleanProperty("idempotency.console.enabled")
@ConditionalOnBean(KeyResolver.class)
@EnableConfigurationProperties(IdempotencyConsoleProperties.class)
public final class IdempotencyConsoleAutoConfiguration {

    private static final Logger log = LoggerFactory.getLogger(IdempotencyConsoleAutoConfiguration.class);

    private static final String AUDIT_EVENT = "org.springframework.boot.actuate.audit.listener.AuditApplicationEvent";

    @Bean
    RecentEvents idempotencyRecentEvents() {
        return new RecentEvents(Clock.systemUTC());
    }

    @Bean
    @ConditionalOnMissingBean
    ConsoleAudit idempotencyConsoleAudit(ApplicationEventPublisher events) {
        boolean audited = ClassUtils.isPresent(AUDIT_EVENT, getClass().getClassLoader());
        return audited ? new AuditedConsole(events) : new LoggedConsole();
    }

    @Bean
    ConsoleRoutes idempotencyConsoleRoutes(
            IdempotencyConsoleProperties properties,
            IdempotencyTotals node,
            ClusterTotals cluster,
            LeaseKeeper keeper,
            IdempotencyStores stores,
            IdempotentMetadataSource source,
            KeyResolver keys,
            RecentEvents recent,
            ObjectProvider<IdempotencyListener> listeners,
            ConsoleAudit audit,
            BeanFactory beans) {
        if (!beans.containsBean("springSecurityFilterChain")) {
            log.warn(
                    "The console at {} is open to whoever can reach this application: there is no Spring Security."
                            + " idempotency.console.access is {}",
                    properties.path(),
                    properties.access());
        }
        ConsoleRecords records = new ConsoleRecords(
                scope -> stores.find(source.store(scope)),
                keys,
                new IntentLogs(stores, keys.namespace()),
                recent,
                IdempotencyListener.all(listeners.orderedStream().toList()),
                audit);
        return new ConsoleRoutes(
                properties.path(), properties.access(), new ConsoleCalls(node, cluster, keeper), records);
    }
}
