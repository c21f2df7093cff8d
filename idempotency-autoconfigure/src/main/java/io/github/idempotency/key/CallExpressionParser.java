package io.github.idempotency.key;

import java.lang.reflect.Method;
import java.util.Set;
import java.util.TreeSet;

import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.ParameterNameDiscoverer;
import org.springframework.expression.ParseException;
import org.springframework.expression.spel.SpelCompilerMode;
import org.springframework.expression.spel.SpelNode;
import org.springframework.expression.spel.SpelParserConfiguration;
import org.springframework.expression.spel.ast.VariableReference;
import org.springframework.expression.spel.standard.SpelExpression;
import org.springframework.expression.spel.standard.SpelExpressionParser;

/** Parses the expressions of guarded methods once, at startup, and refuses what could only fail later. */
public final class CallExpressionParser {

    private static final SpelExpressionParser PARSER = new SpelExpressionParser(
            new SpelParserConfiguration(SpelCompilerMode.MIXED, CallExpressionParser.class.getClassLoader()));

    private final ParameterNameDiscoverer names = new DefaultParameterNameDiscoverer();

    private final RequestHeaders headers;

    private final KeyOwnerResolver owners;

    public CallExpressionParser(RequestHeaders headers, KeyOwnerResolver owners) {
        this.headers = headers;
        this.owners = owners;
    }

    /**
     * The expression for calls of the method.
     *
     * @param further names of variables beside those that every expression has
     * @throws IllegalArgumentException if it is no SpEL, or names a variable that the method does not have
     */
    public CallExpression parse(String expression, Method method, String... further) {
        CallVariables variables = new CallVariables(method, names, headers, owners, Set.of(further));
        try {
            SpelExpression parsed = (SpelExpression) PARSER.parseExpression(expression);
            requireDefined(parsed.getAST(), variables);
            return new CallExpression(parsed, variables);
        } catch (ParseException ex) {
            throw new IllegalArgumentException("is no SpEL: " + ex.getSimpleMessage(), ex);
        }
    }

    private static void requireDefined(SpelNode node, CallVariables variables) {
        if (node instanceof VariableReference) {
            String name = node.toStringAST().substring(1);
            if (!variables.defines(name)) {
                throw new IllegalArgumentException("names #" + name + ", but there are only #root, #header, #principal"
                        + " and the parameters " + new TreeSet<>(variables.parameterNames())
                        + " (parameter names need the compiler option -parameters)");
            }
        }
        for (int i = 0; i < node.getChildCount(); i++) {
            requireDefined(node.getChild(i), variables);
        }
    }
}
