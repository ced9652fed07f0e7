package io.postern.notation;

import io.postern.policy.ConfigError;
import io.postern.policy.Place;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Writer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Compiles one {@code .java} file in memory: no class file is left behind. */
final class JavaSource {
  private JavaSource() {}

  sealed interface Result {}

  /** The code of each class by its binary name, in the order of compilation. */
  record Compiled(Map<String, byte[]> classes) implements Result {}

  record Refused(List<ConfigError> errors) implements Result {}

  /** {@code classPath}: beside the gateway's own. */
  static Result compile(Path file, List<Path> classPath) {
    Place whole = Place.of(file.toString());
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    if (compiler == null) {
      return refused(whole, "Java policies need a JDK (its module jdk.compiler)");
    }
    String text;
    try {
      text = Files.readString(file);
    } catch (IOException e) {
      return refused(whole, "can't be read as UTF-8: " + e);
    }
    DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
    try (Memory memory =
        new Memory(compiler.getStandardFileManager(found, Locale.ROOT, StandardCharsets.UTF_8))) {
      boolean done =
          compiler
              .getTask(
                  Writer.nullWriter(),
                  memory,
                  found,
                  List.of("-g", "-proc:none", "-implicit:none", "-classpath", joined(classPath)),
                  null,
                  List.of(new Source(file.toUri(), text)))
              .call();
      List<ConfigError> errors = errors(found, file, text);
      if (done && errors.isEmpty()) {
        return new Compiled(memory.classes());
      }
      return errors.isEmpty() ? refused(whole, "doesn't compile") : new Refused(errors);
    } catch (IOException e) {
      return refused(whole, "doesn't compile: " + e);
    }
  }

  private static Result refused(Place place, String message) {
    return new Refused(List.of(place.error(message)));
  }

  private static String joined(List<Path> classPath) {
    StringBuilder made = new StringBuilder(System.getProperty("java.class.path", ""));
    classPath.forEach(path -> made.append(File.pathSeparatorChar).append(path));
    return made.toString();
  }

  private static List<ConfigError> errors(
      DiagnosticCollector<JavaFileObject> found, Path file, String text) {
    List<ConfigError> errors = new ArrayList<>();
    for (Diagnostic<? extends JavaFileObject> each : found.getDiagnostics()) {
      if (each.getKind() == Diagnostic.Kind.ERROR) {
        errors.add(
            place(file, text, each.getPosition()).error(oneLine(each.getMessage(Locale.ROOT))));
      }
    }
    return errors;
  }

  /** By the offset: the compiler's own column takes a tab for eight. */
  private static Place place(Path file, String text, long offset) {
    if (offset < 0 || offset > text.length()) {
      return Place.of(file.toString());
    }
    int at = (int) offset;
    int line = 1 + (int) text.substring(0, at).chars().filter(c -> c == '\n').count();
    return new Place(file.toString(), line, at - text.lastIndexOf('\n', at - 1));
  }

  private static String oneLine(String message) {
    return String.join("; ", message.lines().map(String::strip).toList());
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(URI uri, String text) {
      super(uri, Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }

  /** Keeps what the compiler writes. */
  private static final class Memory extends ForwardingJavaFileManager<JavaFileManager> {
    private final Map<String, ByteArrayOutputStream> written = new LinkedHashMap<>();

    Memory(JavaFileManager standard) {
      super(standard);
    }

    @Override
    public JavaFileObject getJavaFileForOutput(
        Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
      return new SimpleJavaFileObject(URI.create("memory:/" + className + kind.extension), kind) {
        @Override
        public OutputStream openOutputStream() {
          ByteArrayOutputStream out = new ByteArrayOutputStream();
          written.put(className, out);
          return out;
        }
      };
    }

    Map<String, byte[]> classes() {
      Map<String, byte[]> classes = new LinkedHashMap<>();
      written.forEach((name, out) -> classes.put(name, out.toByteArray()));
      return classes;
    }
  }
}
