package io.github.idempotency.openapi;

import java.util.List;

import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.parameters.HeaderParameter;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.responses.ApiResponses;
import org.springdoc.core.customizers.GlobalOperationCustomizer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.web.method.HandlerMethod;

import io.github.idempotency.AnonymousPolicy;
import io.github.idempotency.Effect;
import io.github.idempotency.InProgressPolicy;
import io.github.idempotency.MismatchPolicy;
import io.github.idempotency.StoreFailurePolicy;
import io.github.idempotency.aop.IdempotentMetadata;
import io.github.idempotency.aop.IdempotentMetadataSource;
import io.github.idempotency.key.HeaderKeyParser;
import io.github.idempotency.key.KeyFormat;

/** Documents guarded operations: the key's header, the refusals and what a replay adds. The application's words win. */
public final class IdempotentOperationCustomizer implements GlobalOperationCustomizer {

    private static final String EXAMPLE = "8e03978e-40d5-43dd-bc93-6894a57f9324";

    private final ObjectProvider<IdempotentMetadataSource> source;

    private final String header;

    private final KeyFormat format;

    /**
     * @param source knows which handlers are guarded, and how
     * @param keys reads the key from its header, of which the first name is documented
     */
    public IdempotentOperationCustomizer(ObjectProvider<IdempotentMetadataSource> source, HeaderKeyParser keys) {
        this.source = source;
        this.header = keys.headers().get(0);
        this.format = keys.format();
    }

    @Override
    public Operation customize(Operation operation, HandlerMethod handler) {
        IdempotentMetadata metadata = source.getObject().find(handler.getMethod(), handler.getBeanType());
        if (metadata == null) {
            return operation;
        }
        boolean byHeader = metadata.key() == null;
        if (byHeader) {
            document(parameter(operation), metadata.required());
        }
        if (operation.getResponses() == null) {
            operation.setResponses(new ApiResponses());
        }
        ProblemResponses responses = new ProblemResponses(operation.getResponses());
        responses.addReplayHeaders(byHeader ? header : null);
        addProblems(responses, metadata);
        return operation;
    }

    /** The one that the handler itself asks for, or a new one. */
    private Parameter parameter(Operation operation) {
        List<Parameter> declared = operation.getParameters() == null ? List.of() : operation.getParameters();
        return declared.stream()
                .filter(parameter -> "header".equals(parameter.getIn()) && header.equalsIgnoreCase(parameter.getName()))
                .findFirst()
                .orElseGet(() -> {
                    Parameter added = new HeaderParameter().name(header);
                    operation.addParametersItem(added);
                    return added;
                });
    }

    private void document(Parameter parameter, boolean required) {
        parameter.setRequired(required);
        if (parameter.getDescription() == null) {
            parameter.setDescription(
                    "A unique value that the client chooses for this piece of work and sends with every"
                            + " retry of it. A retry gets the first answer back."
                            + (required ? "" : " Without it the request is not protected against being repeated."));
        }
        parameter.setSchema(Schemas.key(format));
        if (parameter.getExample() == null && format.pattern() == null) {
            parameter.setExample(format.strict() ? '"' + EXAMPLE + '"' : EXAMPLE);
        }
    }

    private static void addProblems(ProblemResponses responses, IdempotentMetadata metadata) {
        responses.add("400", "The idempotency key is " + (metadata.required() ? "missing or " : "") + "malformed.");
        if (metadata.anonymous() == AnonymousPolicy.REFUSE) {
            responses.add("403", "There is an idempotency key but no authenticated caller it could belong to.");
        }
        if (metadata.policy().onInProgress() == InProgressPolicy.ACCEPT) {
            responses.addAccepted();
        }
        boolean irreversible = metadata.policy().effect() == Effect.IRREVERSIBLE;
        responses.addRetriable(
                "409",
                "An earlier request with this idempotency key is still running, or its answer was not retained"
                        + (irreversible ? ", or its outcome is unknown." : "."));
        boolean compared = metadata.implicitFingerprint() || metadata.fingerprint() != null;
        if (compared && metadata.policy().onMismatch() == MismatchPolicy.REJECT) {
            responses.add("422", "The idempotency key was used before with another request.");
        }
        if (metadata.policy().onStoreFailure() == StoreFailurePolicy.REFUSE) {
            responses.addRetriable("503", "The idempotency store cannot be asked; nothing was run.");
        }
    }
}
