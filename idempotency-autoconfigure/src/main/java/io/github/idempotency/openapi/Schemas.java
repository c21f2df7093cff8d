package io.github.idempotency.openapi;

import java.util.Arrays;
import java.util.Set;

import io.swagger.v3.oas.models.media.Schema;

import io.github.idempotency.IdempotencyProblem;
import io.github.idempotency.key.KeyFormat;

/** Schemas that are right in a document of OpenAPI 3.0 and of 3.1, which say the type in two ways. */
final class Schemas {

    static final String PROBLEM = "IdempotencyProblem";

    private Schemas() {}

    static Schema<Object> of(String type) {
        Schema<Object> schema = new Schema<>();
        schema.setType(type);
        schema.setTypes(Set.of(type));
        return schema;
    }

    /** A key as it is sent plainly. In quotes it is longer, and a document that asks for quotes says nothing of lengths. */
    static Schema<Object> key(KeyFormat format) {
        Schema<Object> schema = of("string");
        if (!format.strict()) {
            schema.minLength(format.minLength()).maxLength(format.maxLength());
            schema.pattern(format.pattern() == null ? null : "^(?:" + format.pattern() + ")$");
        }
        return schema;
    }

    static Schema<Object> problem() {
        return new Schema<>().$ref("#/components/schemas/" + PROBLEM);
    }

    /** What {@link #problem()} refers to. */
    static Schema<Object> definition() {
        Schema<Object> code = of("string");
        Arrays.stream(IdempotencyProblem.values()).map(IdempotencyProblem::code).forEach(code::addEnumItemObject);
        Schema<Object> definition = of("object");
        definition.setDescription("Why a request with an idempotency key was refused (RFC 9457)");
        definition.addProperty("type", of("string").format("uri"));
        definition.addProperty("title", of("string"));
        definition.addProperty("status", of("integer"));
        definition.addProperty("detail", of("string"));
        definition.addProperty("code", code);
        return definition;
    }
}
