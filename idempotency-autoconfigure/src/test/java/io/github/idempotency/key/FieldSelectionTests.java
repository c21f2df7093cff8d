package io.github.idempotency.key;

import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class FieldSelectionTests {

    private static FieldSelection excluding(String... fields) {
        return FieldSelection.of(List.of(), List.of(fields));
    }

    private static FieldSelection selecting(String... fields) {
        return FieldSelection.of(List.of(fields), List.of());
    }

    @Test
    void whereNothingIsSaidEverythingIsComparedAtNoCost() {
        assertThat(FieldSelection.of(Set.of(), Set.of())).isSameAs(FieldSelection.ALL);
        assertThat(FieldSelection.ALL.member("a")).isSameAs(FieldSelection.ALL);
        assertThat(FieldSelection.ALL.element(0)).isSameAs(FieldSelection.ALL);
    }

    @Test
    void whatIsBesideAnExcludedFieldCostsNothingEither() {
        assertThat(excluding("/a/b").member("c")).isSameAs(FieldSelection.ALL);
        assertThat(excluding("/a/b").member("a").member("b")).isSameAs(FieldSelection.NOTHING);
        assertThat(excluding("/a").member("a")).isSameAs(FieldSelection.NOTHING);
    }

    @Test
    void allThatIsInASelectedFieldIsSelected() {
        assertThat(selecting("/a").member("a")).isSameAs(FieldSelection.ALL);
        assertThat(selecting("/a").member("b")).isSameAs(FieldSelection.NOTHING);
        assertThat(selecting("/a/b").member("a").isCompared()).isFalse();
        assertThat(selecting("/a", "/a/b").member("a").member("c")).isSameAs(FieldSelection.ALL);
    }

    @Test
    void anExclusionBeatsASelection() {
        FieldSelection both = FieldSelection.of(List.of("/a", "/b"), List.of("/a/c", "/b"));
        assertThat(both.member("a").isCompared()).isTrue();
        assertThat(both.member("a").member("c")).isSameAs(FieldSelection.NOTHING);
        assertThat(both.member("a").member("d")).isSameAs(FieldSelection.ALL);
        assertThat(both.member("b")).isSameAs(FieldSelection.NOTHING);
    }

    @Test
    void aStarIsEveryElementAndANumberIsOne() {
        assertThat(excluding("/*").element(7)).isSameAs(FieldSelection.NOTHING);
        assertThat(excluding("/1").element(1)).isSameAs(FieldSelection.NOTHING);
        assertThat(excluding("/1").element(0)).isSameAs(FieldSelection.ALL);
        assertThat(excluding("/*").member("a")).isSameAs(FieldSelection.ALL);
        assertThat(excluding("/*").member("*")).isSameAs(FieldSelection.NOTHING);
    }

    @Test
    void namesAreEscapedAsRfc6901Says() {
        assertThat(excluding("/a~1b").member("a/b")).isSameAs(FieldSelection.NOTHING);
        assertThat(excluding("/a~0b").member("a~b")).isSameAs(FieldSelection.NOTHING);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "sentAt", "order.sentAt", "$.sentAt", "#/sentAt"})
    void whatIsNoPointerIsRefused(String field) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> excluding(field))
                .withMessageContaining("'" + field + "' is no JSON Pointer")
                .withMessageContaining("/sentAt");
    }
}
