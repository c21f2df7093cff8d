package io.github.idempotency.cost;

/** The names in a cost, as every database can keep them: a provider says what it likes to. */
final class CostText {

    private CostText() {}

    static String model(String name) {
        String plain = plain(name);
        require("model", plain);
        return plain;
    }

    static String plain(String name) {
        return name.codePoints()
                .filter(CostText::isPlain)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    static void requireVersion(String version) {
        require("priceVersion", version);
        if (!version.codePoints().allMatch(CostText::isPlain)) {
            throw new IllegalArgumentException("priceVersion has a control character");
        }
    }

    private static void require(String argument, String name) {
        if (name.isBlank() || name.length() > Cost.LONGEST_NAME) {
            throw new IllegalArgumentException(argument + " has 1 to " + Cost.LONGEST_NAME
                    + " characters or is null, not " + (name.isBlank() ? "blank" : name.length()));
        }
    }

    private static boolean isPlain(int character) {
        return !Character.isISOControl(character) && Character.getType(character) != Character.SURROGATE;
    }
}
