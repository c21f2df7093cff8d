package io.github.idempotency.key;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.expression.BeanResolver;
import org.springframework.expression.ConstructorResolver;
import org.springframework.expression.EvaluationContext;
import org.springframework.expression.IndexAccessor;
import org.springframework.expression.MethodResolver;
import org.springframework.expression.OperatorOverloader;
import org.springframework.expression.PropertyAccessor;
import org.springframework.expression.TypeComparator;
import org.springframework.expression.TypeConverter;
import org.springframework.expression.TypeLocator;
import org.springframework.expression.TypedValue;
import org.springframework.expression.spel.support.StandardEvaluationContext;

/**
 * The variables of one call over resolvers that all calls share. A {@link StandardEvaluationContext} of its own for each
 * call would cost as much as writing the answer's JSON; arguments are looked up here only when the expression asks.
 */
final class CallEvaluationContext implements EvaluationContext {

    private static final StandardEvaluationContext SHARED = new StandardEvaluationContext();

    private final GuardedCall call;

    private final CallVariables variables;

    private final Map<String, @Nullable Object> further;

    CallEvaluationContext(GuardedCall call, CallVariables variables) {
        this(call, variables, Map.of());
    }

    /** @param further variables that hide those of the call */
    CallEvaluationContext(GuardedCall call, CallVariables variables, Map<String, @Nullable Object> further) {
        this.call = call;
        this.variables = variables;
        this.further = further;
    }

    @Override
    public TypedValue getRootObject() {
        return new TypedValue(new InvocationRoot(call.method(), call.target()));
    }

    @Override
    public @Nullable Object lookupVariable(String name) {
        return further.containsKey(name) ? further.get(name) : variables.lookup(name, call);
    }

    @Override
    public void setVariable(String name, @Nullable Object value) {
        throw new IllegalStateException("A key expression cannot set #" + name);
    }

    @Override
    public boolean isAssignmentEnabled() {
        return false;
    }

    @Override
    public List<PropertyAccessor> getPropertyAccessors() {
        return SHARED.getPropertyAccessors();
    }

    @Override
    public List<IndexAccessor> getIndexAccessors() {
        return SHARED.getIndexAccessors();
    }

    @Override
    public List<ConstructorResolver> getConstructorResolvers() {
        return SHARED.getConstructorResolvers();
    }

    @Override
    public List<MethodResolver> getMethodResolvers() {
        return SHARED.getMethodResolvers();
    }

    @Override
    public @Nullable BeanResolver getBeanResolver() {
        return SHARED.getBeanResolver();
    }

    @Override
    public TypeLocator getTypeLocator() {
        return SHARED.getTypeLocator();
    }

    @Override
    public TypeConverter getTypeConverter() {
        return SHARED.getTypeConverter();
    }

    @Override
    public TypeComparator getTypeComparator() {
        return SHARED.getTypeComparator();
    }

    @Override
    public OperatorOverloader getOperatorOverloader() {
        return SHARED.getOperatorOverloader();
    }
}
