package io.github.idempotency.flood;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ThreadPoolExecutor;

import org.springframework.util.ReflectionUtils;

/** How many elements there are in every map, collection and queue that the project's own objects hold. */
final class HeldCollections {

    private final Map<String, Integer> sizes = new TreeMap<>();

    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());

    private final Deque<Object> left = new ArrayDeque<>();

    private HeldCollections() {}

    /** By the field that holds them, of all that can be reached from these objects through objects of the project. */
    static Map<String, Integer> of(Collection<?> roots) {
        HeldCollections held = new HeldCollections();
        roots.forEach(held::visit);
        while (!held.left.isEmpty()) {
            held.look(held.left.pop());
        }
        return held.sizes;
    }

    private void visit(Object object) {
        if (object != null && isOurs(object.getClass()) && seen.add(object)) {
            left.push(object);
        }
    }

    private void look(Object object) {
        for (Class<?> type = object.getClass(); type != null && isOurs(type); type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                // The constants of an enum do not get more; how many enums are reached may.
                if (!field.getType().isPrimitive() && !field.isSynthetic()) {
                    look(field, object);
                }
            }
        }
    }

    private void look(Field field, Object object) {
        field.setAccessible(true);
        Object value = ReflectionUtils.getField(field, Modifier.isStatic(field.getModifiers()) ? null : object);
        String name = field.getDeclaringClass().getSimpleName() + "." + field.getName();
        if (value instanceof Map<?, ?> map) {
            count(name, map.size());
            map.values().forEach(this::visit);
        } else if (value instanceof Collection<?> collection) {
            count(name, collection.size());
            collection.forEach(this::visit);
        } else if (value instanceof ThreadPoolExecutor executor) {
            count(name, executor.getQueue().size());
        } else if (value instanceof Object[] array) {
            count(name, Array.getLength(array));
        } else {
            visit(value);
        }
    }

    private void count(String name, int size) {
        sizes.merge(name, size, Integer::sum);
    }

    /** Not those of its tests, which write down all that happens. */
    private static boolean isOurs(Class<?> type) {
        if (type.isArray() || !type.getName().startsWith("io.github.idempotency.")) {
            return false;
        }
        String place = type.getProtectionDomain().getCodeSource().getLocation().getPath();
        return place.contains("idempotency-core") || place.contains("idempotency-autoconfigure/target/classes");
    }
}
