package io.github.idempotency.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

/** The main classes of idempotency-core and idempotency-autoconfigure, read once. */
final class ProjectClasses {

    static final String ROOT = "io.github.idempotency";

    static final JavaClasses ALL = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("idempotency-test"))
            .importPackages(ROOT);

    private ProjectClasses() {}
}
