package io.github.idempotency.test.store;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ClaimsReportTests {

    private final ClaimsReport one = ClaimsReport.ofLines(List.of("a 1 0 x", "b 0 0 y", "c 0 2 x"));

    private final ClaimsReport other = ClaimsReport.ofLines(List.of("a 1 0 x", "b 1 0 z", "c 0 0 "));

    @Test
    void reportsOfProcessesAddUp() {
        ClaimsReport both = one.plus(other);

        assertThat(one.duplicates()).isEmpty();
        assertThat(both.duplicates()).containsExactly("a");
        assertThat(both.differing()).containsExactly("b");
        assertThat(both.unexecuted()).containsExactly("c");
        assertThat(both.overlaps()).containsExactly("c");
    }

    @Test
    void aReportTravelsAsText() {
        assertThat(ClaimsReport.ofLines(one.plus(other).lines())).isEqualTo(one.plus(other));
    }
}
