package io.github.idempotency.sample;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.springframework.asm.AnnotationVisitor;
import org.springframework.asm.ClassReader;
import org.springframework.asm.ClassVisitor;
import org.springframework.asm.ClassWriter;
import org.springframework.asm.MethodVisitor;
import org.springframework.asm.SpringAsmInfo;
import org.springframework.asm.Type;

import io.github.idempotency.Idempotent;

/** Classes of the sample as they would be if somebody had deleted {@code @Idempotent} from their methods. */
final class UnguardedClasses {

    private static final String GUARD = Type.getDescriptor(Idempotent.class);

    private UnguardedClasses() {}

    /** Puts the class, without its guards, where a class path that names the directory first finds it. */
    static void write(String className, Path directory) throws IOException {
        String file = className.replace('.', '/') + ".class";
        Path target = directory.resolve(file);
        Files.createDirectories(target.getParent());
        try (InputStream compiled = UnguardedClasses.class.getClassLoader().getResourceAsStream(file)) {
            ClassWriter writer = new ClassWriter(0);
            new ClassReader(Objects.requireNonNull(compiled)).accept(new WithoutGuards(writer), 0);
            Files.write(target, writer.toByteArray());
        }
    }

    private static final class WithoutGuards extends ClassVisitor {

        WithoutGuards(ClassVisitor next) {
            super(SpringAsmInfo.ASM_VERSION, next);
        }

        @Override
        public MethodVisitor visitMethod(
                int access,
                String name,
                String descriptor,
                @Nullable String signature,
                String @Nullable [] exceptions) {
            MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
            return new MethodVisitor(SpringAsmInfo.ASM_VERSION, next) {
                @Override
                public @Nullable AnnotationVisitor visitAnnotation(String annotation, boolean visible) {
                    return annotation.equals(GUARD) ? null : super.visitAnnotation(annotation, visible);
                }
            };
        }
    }
}
