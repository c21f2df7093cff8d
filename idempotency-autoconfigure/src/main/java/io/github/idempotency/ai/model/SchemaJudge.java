package io.github.idempotency.ai.model;

import java.util.stream.Collectors;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import org.springframework.ai.chat.model.ChatResponse;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

import io.github.idempotency.execution.Verdict;

/** Rejects what does not match a JSON schema, with the library that Spring AI has for that. */
final class SchemaJudge implements ResponseJudge {

    private final JsonMapper mapper = JsonMapper.shared();

    private final Schema schema;

    SchemaJudge(String jsonSchema) {
        this.schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(mapper.readTree(jsonSchema));
    }

    @Override
    public Verdict apply(ChatResponse response) {
        try {
            String errors = schema.validate(mapper.readTree(ResponseJudge.text(response))).stream()
                    .map(Error::getMessage)
                    .collect(Collectors.joining("; "));
            return errors.isEmpty() ? Verdict.USABLE : Verdict.rejected(errors);
        } catch (JacksonException ex) {
            return Verdict.rejected("it is no JSON: " + ex.getOriginalMessage());
        }
    }
}
