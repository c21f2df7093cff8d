package io.github.idempotency.web;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Map;

import com.sun.management.ThreadMXBean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/** A form is read as a container reads it. */
class FormFieldsTests {

    @Test
    void aCharacterMayBeEscapedOrNot() throws IOException {
        assertThat(fields("name=\u00e9+%C3%A9", "UTF-8").get("name")).containsExactly("\u00e9 \u00e9");
        assertThat(fields("n%61me=a%3Db=c", "UTF-8").get("name")).containsExactly("a=b=c");
        assertThat(fields("name=%E9", "ISO-8859-1").get("name")).containsExactly("\u00e9");
    }

    @Test
    void valuesOfTheBodyFollowThoseOfTheQuery() throws IOException {
        Map<String, String[]> fields = FormFields.of(
                Map.of("a", new String[] {"1"}), new ByteArrayInputStream("&a=2&&b&a=".getBytes()), "UTF-8");
        assertThat(fields.get("a")).containsExactly("1", "2", "");
        assertThat(fields.get("b")).containsExactly("");
    }

    @ParameterizedTest
    @ValueSource(strings = {"%", "%4", "%zz", "%+1", "%-0", "% 1", "a%"})
    void anEscapeHasTwoDigits(String escape) {
        assertThatIOException().isThrownBy(() -> fields("a=" + escape, "UTF-8"));
        assertThatIOException().isThrownBy(() -> fields(escape + "=a", "UTF-8"));
        assertThatIOException().isThrownBy(() -> fields("a=" + escape + "&b=1", "UTF-8"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "!", ""})
    void anUnknownEncodingIsAnErrorOfTheRequest(String encoding) {
        assertThatIOException().isThrownBy(() -> fields("a=1", encoding));
    }

    /**
     * A megabyte may be half a million fields of one name. Copying the values with each of them would take 200 MB for
     * these 10,000, and hours for those; tried with {@code addStringToArray}.
     */
    @Test
    void manyFieldsOfOneNameCostNoMoreThanAsManyNames() throws IOException {
        ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        String body = "a&".repeat(10_000);
        long before = thread.getCurrentThreadAllocatedBytes();
        assertThat(fields(body, "UTF-8").get("a")).hasSize(10_000);
        assertThat(thread.getCurrentThreadAllocatedBytes() - before).isLessThan(50_000_000);
    }

    private static Map<String, String[]> fields(String form, String encoding) throws IOException {
        return FormFields.of(Map.of(), new ByteArrayInputStream(form.getBytes(StandardCharsets.UTF_8)), encoding);
    }
}
