package io.github.idempotency.benchmark.scale;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;

import io.github.idempotency.web.StoredResponse;

/** 1 KiB of JSON as a shop writes it: no two are the same, and they compress as such text does. */
public final class OrderBody {

    private static final int LENGTH = 1024;

    private static final String ITEM =
            "{\"sku\":\"%06d\",\"quantity\":%d,\"price\":{\"amount\":%d,\"currency\":\"EUR\"},\"available\":true}";

    private static final int ITEMS = 8;

    private static final String[] WORDS =
            ("please leave the parcel with our neighbour if nobody opens the door and ring twice"
                            + " because the bell is hard to hear thank you for being quick last time")
                    .split(" ");

    private OrderBody() {}

    /** The order of that number, always the same one. */
    public static byte[] json(long number) {
        SplittableRandom random = new SplittableRandom(number);
        StringBuilder json = new StringBuilder("{\"id\":\"ord_%012d\",\"customer\":\"cus_%08d\",\"items\":["
                .formatted(random.nextLong(1_000_000_000_000L), random.nextInt(100_000_000)));
        for (int item = 0; item < ITEMS; item++) {
            json.append(item == 0 ? "" : ",")
                    .append(ITEM.formatted(
                            random.nextInt(1_000_000), random.nextInt(1, 10), random.nextInt(100, 10_000)));
        }
        json.append("],\"note\":\"");
        while (json.length() < LENGTH - 2) {
            json.append(WORDS[random.nextInt(WORDS.length)]).append(' ');
        }
        json.setLength(LENGTH - 2);
        return json.append("\"}").toString().getBytes(StandardCharsets.US_ASCII);
    }

    /** The bytes of an answer of HTTP with that body. */
    public static byte[] answer(long number) {
        byte[] body = json(number);
        return StoredResponse.whole(
                200, List.of("Content-Type", "application/json"), body.length, buffer -> buffer.put(body));
    }
}
