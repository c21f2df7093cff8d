package io.github.idempotency.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.Architectures;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import org.junit.jupiter.api.Test;

import io.github.idempotency.store.IdempotencyStore;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static io.github.idempotency.architecture.ProjectClasses.ROOT;
import static org.assertj.core.api.Assertions.assertThat;

/** Which way dependencies run; {@code docs/design-decisions.md} says why. */
class LayeringTests {

    @Test
    void everyLayerUsesOnlyWhatLiesBelowIt() {
        LayeredArchitecture layers = Architectures.layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("api")
                .definedBy(ROOT)
                .layer("store")
                .definedBy(ROOT + ".store")
                .layer("redis")
                .definedBy(ROOT + ".store.redis")
                .layer("jdbc")
                .definedBy(ROOT + ".store.jdbc")
                .layer("cost")
                .definedBy(ROOT + ".cost")
                .layer("execution")
                .definedBy(ROOT + ".execution")
                .layer("key")
                .definedBy(ROOT + ".key")
                .layer("codec")
                .definedBy(ROOT + ".codec")
                .layer("encryption")
                .definedBy(ROOT + ".encryption")
                .layer("observation")
                .definedBy(ROOT + ".observation")
                .layer("aop")
                .definedBy(ROOT + ".aop")
                .layer("sampling")
                .definedBy(ROOT + ".sampling")
                .layer("model")
                .definedBy(ROOT + ".ai.model")
                .layer("web")
                .definedBy(ROOT + ".web")
                .layer("reactive")
                .definedBy(ROOT + ".reactive")
                .layer("openapi")
                .definedBy(ROOT + ".openapi")
                .layer("tool")
                .definedBy(ROOT + ".ai.tool")
                .layer("mcp")
                .definedBy(ROOT + ".ai.mcp")
                .layer("actuate")
                .definedBy(ROOT + ".actuate")
                .layer("console")
                .definedBy(ROOT + ".console")
                .layer("outgoing")
                .definedBy(ROOT + ".outgoing")
                .layer("autoconfigure")
                .definedBy(ROOT + ".autoconfigure")
                .ensureAllClassesAreContainedInArchitectureIgnoring("");
        check(layers.whereLayer("api")
                .mayNotAccessAnyLayer()
                .whereLayer("store")
                .mayOnlyAccessLayers("api")
                .whereLayer("redis")
                .mayOnlyAccessLayers("api", "store")
                .whereLayer("jdbc")
                .mayOnlyAccessLayers("api", "store", "cost")
                .whereLayer("cost")
                .mayOnlyAccessLayers("api", "store")
                .whereLayer("execution")
                .mayOnlyAccessLayers("api", "store", "cost")
                .whereLayer("key")
                .mayOnlyAccessLayers("api", "store", "execution")
                .whereLayer("codec")
                .mayOnlyAccessLayers("api", "store", "execution")
                .whereLayer("encryption")
                .mayOnlyAccessLayers("api", "store", "execution")
                .whereLayer("observation")
                .mayOnlyAccessLayers("api", "store", "cost", "execution")
                .whereLayer("aop")
                .mayOnlyAccessLayers("api", "store", "execution", "key", "codec")
                .whereLayer("sampling")
                .mayOnlyAccessLayers("api", "store", "execution", "codec", "aop")
                .whereLayer("model")
                .mayOnlyAccessLayers("api", "store", "cost", "execution", "sampling")
                .whereLayer("web")
                .mayOnlyAccessLayers("api", "store", "execution", "key", "codec", "aop")
                .whereLayer("reactive")
                .mayOnlyAccessLayers("api", "store", "execution", "key", "aop", "web")
                .whereLayer("openapi")
                .mayOnlyAccessLayers("api", "execution", "key", "aop", "web")
                .whereLayer("tool")
                .mayOnlyAccessLayers("api", "store", "execution", "key", "aop", "sampling")
                .whereLayer("mcp")
                .mayOnlyAccessLayers("api", "store", "execution", "key", "aop", "tool")
                .whereLayer("actuate")
                .mayOnlyAccessLayers("api", "store", "execution", "key", "observation")
                .whereLayer("console")
                .mayOnlyAccessLayers("api", "store", "execution", "key", "observation")
                .whereLayer("outgoing")
                .mayOnlyAccessLayers("execution")
                .whereLayer("autoconfigure")
                .mayNotBeAccessedByAnyLayer());
    }

    @Test
    void packagesHaveNoCycles() {
        check(slices().matching("io.github.(**)").should().beFreeOfCycles());
    }

    @Test
    void theCoreNeedsNothingButALoggerAndNullness() {
        check(classes()
                .that()
                .resideInAnyPackage(ROOT, ROOT + ".store", ROOT + ".cost", ROOT + ".execution")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "org.slf4j",
                        "org.jspecify.annotations",
                        ROOT,
                        ROOT + ".store",
                        ROOT + ".cost",
                        ROOT + ".execution"));
    }

    /** Values of the store may be passed on; its verbs are the engine's alone, and an operator's. */
    @Test
    void nothingButTheEngineAndOperatorsPagesCallAStore() {
        check(noClasses()
                .that()
                .resideOutsideOfPackages(ROOT + ".store..", ROOT + ".execution", ROOT + ".actuate", ROOT + ".console")
                .should()
                .callMethodWhere(target(owner(
                        describe("is a store", (JavaClass owner) -> owner.isAssignableTo(IdempotencyStore.class))))));
    }

    @Test
    void theWebDoesNotEvenKnowThatThereAreStores() {
        check(noClasses()
                .that()
                .resideInAnyPackage(ROOT + ".web", ROOT + ".reactive")
                .should()
                .dependOnClassesThat()
                .areAssignableTo(IdempotencyStore.class));
    }

    /** An application may have the one and lack the other. */
    @Test
    void whatIsReactiveNeedsNoServletContainer() {
        for (JavaClass type : ProjectClasses.ALL) {
            if (type.getPackageName().equals(ROOT + ".reactive")) {
                assertThat(type.getTransitiveDependenciesFromSelf().stream()
                                .filter(dependency -> dependency
                                        .getOriginClass()
                                        .getPackageName()
                                        .startsWith(ROOT))
                                .map(dependency -> dependency.getTargetClass().getName()))
                        .noneMatch(name -> name.startsWith("jakarta.servlet")
                                || name.startsWith("org.springframework.web.servlet"));
            }
        }
    }

    private static void check(ArchRule rule) {
        rule.check(ProjectClasses.ALL);
    }
}
