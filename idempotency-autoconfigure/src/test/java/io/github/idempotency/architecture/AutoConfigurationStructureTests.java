package io.github.idempotency.architecture;

import java.util.List;

import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static io.github.idempotency.architecture.ProjectClasses.ROOT;
import static org.assertj.core.api.Assertions.assertThat;

/** Auto-configurations are for Boot to find and for nobody to extend or call. */
class AutoConfigurationStructureTests {

    @Test
    void theyAreFinal() {
        check(classes()
                .that()
                .areAnnotatedWith(AutoConfiguration.class)
                .should()
                .haveModifier(JavaModifier.FINAL)
                .andShould()
                .resideInAPackage(ROOT + ".autoconfigure")
                .andShould()
                .haveSimpleNameEndingWith("AutoConfiguration"));
    }

    @Test
    void theirBeanMethodsArePackagePrivate() {
        check(methods().that().areAnnotatedWith(Bean.class).should().bePackagePrivate());
    }

    @Test
    void beansAreDeclaredNowhereElse() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".autoconfigure")
                .should()
                .beMetaAnnotatedWith(Configuration.class));
    }

    @Test
    void bootFindsEveryOneOfThem() {
        List<String> found = ImportCandidates.load(AutoConfiguration.class, null).getCandidates().stream()
                .filter(name -> name.startsWith(ROOT))
                .toList();
        List<String> declared = ProjectClasses.ALL.stream()
                .filter(type -> type.isAnnotatedWith(AutoConfiguration.class))
                .map(type -> type.getName())
                .toList();
        assertThat(found).containsExactlyInAnyOrderElementsOf(declared).isNotEmpty();
    }

    private static void check(ArchRule rule) {
        rule.check(ProjectClasses.ALL);
    }
}
