package io.github.idempotency.torture;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How a process of the application is started.
 *
 * @param scripts a directory before everything else on the class path, for broken scripts
 * @param properties {@code name=value}
 * @param works what it is warmed up with
 */
record ApplicationCommand(Path scripts, List<String> properties, List<Work> works) {

    static ApplicationCommand of(Defect defect, Path directory, List<String> storeProperties, List<Work> works) {
        List<String> properties = new ArrayList<>(List.of(
                "server.port=0",
                "server.address=127.0.0.1",
                "spring.main.banner-mode=off",
                "spring.mvc.servlet.load-on-startup=1",
                "logging.level.root=error",
                "spring.application.name=" + Work.NAMESPACE,
                "idempotency.lease=" + TortureRun.LEASE.toMillis() + "ms",
                "idempotency.ttl=1h",
                "torture.defect=" + defect));
        properties.addAll(storeProperties);
        return new ApplicationCommand(defect.classPath(directory), properties, works);
    }

    List<String> of(String process, Path journal) {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx160m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                scripts + File.pathSeparator + System.getProperty("java.class.path"),
                TortureApplication.class.getName(),
                "--torture.process=" + process,
                "--torture.journal=" + journal));
        properties.forEach(property -> command.add("--" + property));
        return command;
    }
}
