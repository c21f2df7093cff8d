package io.github.idempotency.codec;

import java.lang.reflect.Method;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.junit.jupiter.api.Test;
import org.springframework.core.GenericTypeResolver;
import org.springframework.util.ReflectionUtils;
import tools.jackson.databind.DefaultTyping;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.BasicPolymorphicTypeValidator;

import io.github.idempotency.execution.ResultCodec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Values come back as what the method declares. */
class ResultCodecsTests {

    private final ResultCodecs codecs = new ResultCodecs(JsonMapper.shared());

    @Test
    void records() {
        comesBack("order", order());
    }

    @Test
    void collectionsOfRecords() {
        comesBack("orders", List.of(order(), order()));
        comesBack("orders", List.of());
        comesBack("byCustomer", Map.of("alice", Set.of(order())));
        assertThat((Order[]) roundTrip("array", new Order[] {order()})).containsExactly(order());
    }

    @Test
    void nullElementsAndNullItself() {
        comesBack("orders", Arrays.asList(order(), null));
        comesBack("orders", null);
        comesBack("order", null);
        comesBack("text", null);
    }

    @Test
    void optionals() {
        comesBack("optional", Optional.of(order()));
        comesBack("optional", Optional.empty());
    }

    @Test
    void nothing() {
        assertThat(encode("nothing", null)).isEmpty();
        assertThat(codec(Methods.class, "nothing").decode(new byte[0])).isNull();
        assertThat(encode("boxedNothing", null)).isEmpty();
    }

    @Test
    void timesToTheNanosecond() {
        comesBack("instant", Instant.parse("2026-01-01T00:00:00.123456789Z"));
        comesBack("instant", Instant.MAX);
        comesBack("date", LocalDate.of(2026, 2, 28));
        comesBack("duration", Duration.ofNanos(1));
    }

    @Test
    void decimalsWithTheirScale() {
        for (String number : List.of("1.50", "1.5", "1", "0.00", "1E+3", "-0.1", "12345678901234567890.123456789")) {
            assertThat(roundTrip("decimal", new BigDecimal(number)).toString())
                    .isEqualTo(new BigDecimal(number).toString());
        }
    }

    @Test
    void simpleValues() {
        comesBack("primitive", 42);
        comesBack("primitiveLong", Long.MAX_VALUE);
        comesBack("truth", true);
        comesBack("text", "naïve ☕ \"quoted\"\n\u0000");
        comesBack("text", "");
        comesBack("uuid", new UUID(1, 2));
        comesBack("day", DayOfWeek.FRIDAY);
        assertThat((byte[]) roundTrip("bytes", new byte[] {0, -1})).containsExactly(0, -1);
    }

    @Test
    void sealedTypesByTheirOwnAnnotations() {
        comesBack("payment", new Transfer("DE00"));
        comesBack("payments", List.of(new Card("42"), new Transfer("DE00")));
        comesBack("paymentIfAny", Optional.of(new Card("42")));
    }

    @Test
    void genericsThatASubclassBinds() {
        assertThat(codec(Orders.class, "find")
                        .decode(codec(Orders.class, "find").encode(order())))
                .isEqualTo(order());
        assertThat(codec(Orders.class, "findAll")
                        .decode(codec(Orders.class, "findAll").encode(List.of(order()))))
                .isEqualTo(List.of(order()));
    }

    /** A rolling update: the release before knows less than the one that stored the answer. */
    @Test
    void membersThatAreNoLongerDeclaredAreTolerated() {
        byte[] stored = "{\"number\":1,\"total\":null,\"dropped\":{\"a\":[1]}}".getBytes(StandardCharsets.UTF_8);
        assertThat(codec(Methods.class, "order").decode(stored)).isEqualTo(new Order(1, null));
    }

    @Test
    void theApplicationsDefaultTypingIsNeitherWrittenNorTrusted() {
        JsonMapper typing = JsonMapper.builder()
                .activateDefaultTyping(
                        BasicPolymorphicTypeValidator.builder()
                                .allowIfBaseType(Object.class)
                                .build(),
                        DefaultTyping.NON_FINAL)
                .build();
        ResultCodec<Object> codec = new ResultCodecs(typing)
                .forType(GenericTypeResolver.resolveType(
                        method(Methods.class, "open").getGenericReturnType(), Methods.class));
        byte[] stored = codec.encode(Map.of("order", new Open()));
        assertThat(new String(stored, StandardCharsets.UTF_8)).isEqualTo("{\"order\":{\"name\":\"x\"}}");
        byte[] forged =
                ("{\"order\":[\"" + Open.class.getName() + "\",{\"name\":\"x\"}]}").getBytes(StandardCharsets.UTF_8);
        assertThat(codec.decode(forged)).isEqualTo(Map.of("order", List.of(Open.class.getName(), Map.of("name", "x"))));
    }

    @Test
    void bytesThatAreNoAnswerOfTheTypeAreAnError() {
        for (String stored : List.of("", "{", "[]", "\"text\"")) {
            assertThatThrownBy(() -> codec(Methods.class, "order").decode(stored.getBytes(StandardCharsets.UTF_8)))
                    .isInstanceOf(RuntimeException.class);
        }
    }

    private void comesBack(String method, Object value) {
        assertThat(roundTrip(method, value)).isEqualTo(value);
    }

    private Object roundTrip(String method, Object value) {
        return codec(Methods.class, method).decode(encode(method, value));
    }

    private byte[] encode(String method, Object value) {
        return codec(Methods.class, method).encode(value);
    }

    private ResultCodec<Object> codec(Class<?> type, String name) {
        return codecs.forType(GenericTypeResolver.resolveType(method(type, name).getGenericReturnType(), type));
    }

    private static Method method(Class<?> type, String name) {
        return ReflectionUtils.findMethod(type, name);
    }

    private static Order order() {
        return new Order(1, new BigDecimal("10.50"));
    }

    record Order(int number, BigDecimal total) {}

    static class Open {
        public String getName() {
            return "x";
        }
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
    @JsonSubTypes({@JsonSubTypes.Type(Card.class), @JsonSubTypes.Type(Transfer.class)})
    sealed interface Payment {}

    record Card(String digits) implements Payment {}

    record Transfer(String iban) implements Payment {}

    abstract static class Repository<T> {

        public T find() {
            return null;
        }

        public List<T> findAll() {
            return Collections.emptyList();
        }
    }

    static class Orders extends Repository<Order> {}

    interface Methods {

        Order order();

        List<Order> orders();

        Map<String, Set<Order>> byCustomer();

        Order[] array();

        Optional<Order> optional();

        void nothing();

        Void boxedNothing();

        Instant instant();

        LocalDate date();

        Duration duration();

        BigDecimal decimal();

        int primitive();

        long primitiveLong();

        boolean truth();

        String text();

        UUID uuid();

        DayOfWeek day();

        byte[] bytes();

        Payment payment();

        List<Payment> payments();

        Optional<Payment> paymentIfAny();

        Map<String, Object> open();
    }
}
