package io.github.idempotency.web;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Map;

import com.sun.management.ThreadMXBean;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

class FormFieldsTests {

    private static Map<String, String[]> fields(String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return FormFields.of(Map.of("a", new String[] {"query"}), new ByteArrayInputStream(bytes), "UTF-8");
    }

    @Test
    void thoseOfTheQueryComeFirst() throws IOException {
        Map<String, String[]> fields = fields("b=1&&a=2&c&=3&a=%C3%A4+%26");
        assertThat(fields).containsOnlyKeys("a", "b", "c", "");
        assertThat(fields.get("a")).containsExactly("query", "2", "ä &");
        assertThat(fields.get("b")).containsExactly("1");
        assertThat(fields.get("c")).containsExactly("");
        assertThat(fields.get("")).containsExactly("3");
    }

    @Test
    void badEscapesAreRefused() {
        assertThatIOException().isThrownBy(() -> fields("a=%4"));
        assertThatIOException().isThrownBy(() -> fields("a=%zz"));
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
        assertThat(fields(body).get("a")).hasSize(10_001);
        assertThat(thread.getCurrentThreadAllocatedBytes() - before).isLessThan(50_000_000);
    }
}
