package io.github.idempotency.aop;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.asm.ClassReader;
import org.springframework.asm.ClassVisitor;
import org.springframework.asm.MethodVisitor;
import org.springframework.asm.Opcodes;
import org.springframework.asm.SpringAsmInfo;
import org.springframework.asm.Type;

/**
 * Finds calls of a guarded method from within its own class, which go past the proxy. Only calls that cannot go anywhere
 * else are found: where a method gets hold of another instance of its class (a parameter, a field, a cast, a new one), it
 * may well call that.
 */
final class SelfInvocations {

    private final Class<?> type;

    private final String internalName;

    SelfInvocations(Class<?> type) {
        this.type = type;
        this.internalName = Type.getInternalName(type);
    }

    /** The names of the methods that call the guarded one on this very object. */
    List<String> of(Method guarded) {
        List<String> callers = new ArrayList<>();
        try (InputStream bytes = type.getResourceAsStream("/" + internalName + ".class")) {
            if (bytes != null) {
                new ClassReader(bytes)
                        .accept(new Callers(guarded, callers), ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
            }
        } catch (IOException | IllegalArgumentException ex) {
            // A class that cannot be read, or is of a newer format, is not looked into.
            return List.of();
        }
        return callers;
    }

    private final class Callers extends ClassVisitor {

        private final Method guarded;

        private final List<String> callers;

        Callers(Method guarded, List<String> callers) {
            super(SpringAsmInfo.ASM_VERSION);
            this.guarded = guarded;
            this.callers = callers;
        }

        @Override
        public @Nullable MethodVisitor visitMethod(
                int access,
                String name,
                String descriptor,
                @Nullable String signature,
                String @Nullable [] exceptions) {
            boolean bridge = (access & Opcodes.ACC_BRIDGE) != 0;
            boolean hasThis = (access & Opcodes.ACC_STATIC) == 0;
            return bridge || !hasThis || mentions(descriptor) ? null : new Calls(name, guarded, callers);
        }
    }

    private final class Calls extends MethodVisitor {

        private final String name;

        private final String guardedName;

        private final String guardedDescriptor;

        private final List<String> callers;

        private boolean calls;

        private boolean mayMeanAnother;

        Calls(String name, Method guarded, List<String> callers) {
            super(SpringAsmInfo.ASM_VERSION);
            this.name = name;
            this.guardedName = guarded.getName();
            this.guardedDescriptor = Type.getMethodDescriptor(guarded);
            this.callers = callers;
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String method, String descriptor, boolean isInterface) {
            calls |= opcode == Opcodes.INVOKEVIRTUAL
                    && owner.equals(internalName)
                    && method.equals(guardedName)
                    && descriptor.equals(guardedDescriptor);
            mayMeanAnother |= Type.getReturnType(descriptor).getInternalName().equals(internalName);
        }

        @Override
        public void visitFieldInsn(int opcode, String owner, String field, String descriptor) {
            mayMeanAnother |= descriptor.equals(Type.getDescriptor(type));
        }

        @Override
        public void visitTypeInsn(int opcode, String operand) {
            mayMeanAnother |= operand.equals(internalName);
        }

        @Override
        public void visitEnd() {
            if (calls && !mayMeanAnother) {
                callers.add(name);
            }
        }
    }

    private boolean mentions(String descriptor) {
        return descriptor.contains(Type.getDescriptor(type));
    }
}
