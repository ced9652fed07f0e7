package io.postern.notation;

import io.postern.policy.AbstractImapProxy;
import io.postern.policy.ConfigError;
import io.postern.policy.JavaPolicy;
import io.postern.policy.Nearest;
import io.postern.policy.Place;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/** Finds Java classes: in a source file, which is compiled at once, or on the policy path. */
final class JavaLoader {
  private final List<Path> path;

  JavaLoader(List<Path> policyPath) {
    this.path = List.copyOf(policyPath);
  }

  /** A class, or why not. */
  sealed interface Found {}

  /**
   * A loaded class.
   *
   * @param files its source file's own name and the name to tell operators
   */
  record FoundClass(Class<?> type, Map<String, String> files) implements Found {
    /** A maker of its instances, if it is a policy. */
    MakerResult policy(Place named) {
      if (!AbstractImapProxy.class.isAssignableFrom(type)) {
        return new NoMaker(
            named.error(
                "found the class "
                    + type.getName()
                    + ", which extends no policy, expected an heir of ImapProxy, ImapProxyStrict or"
                    + " AbstractImapProxy"));
      }
      return switch (constructor(type, named)) {
        case Made made ->
            new Maker(() -> (AbstractImapProxy) JavaLoader.invoke(made.constructor()::newInstance));
        case NotMade not -> new NoMaker(not.error());
      };
    }
  }

  record NotFound(List<ConfigError> errors) implements Found {
    NotFound(ConfigError error) {
      this(List.of(error));
    }
  }

  sealed interface MakerResult {}

  record Maker(JavaPolicy policy) implements MakerResult {}

  record NoMaker(ConfigError error) implements MakerResult {}

  private sealed interface Constructed {}

  private record Made(Constructor<?> constructor) implements Constructed {}

  private record NotMade(ConfigError error) implements Constructed {}

  private static Constructed constructor(Class<?> type, Place named) {
    boolean inner = type.isMemberClass() && !Modifier.isStatic(type.getModifiers());
    if (Modifier.isAbstract(type.getModifiers()) || inner) {
      return new NotMade(
          named.error("found the class " + type.getName() + ", of which no instance can be made"));
    }
    try {
      Constructor<?> constructor = type.getDeclaredConstructor();
      constructor.setAccessible(true);
      return new Made(constructor);
    } catch (NoSuchMethodException e) {
      return new NotMade(
          named.error(
              "found the class " + type.getName() + ", expected a constructor without parameters"));
    }
  }

  /** The class of that name, from the policy path or the gateway's own. */
  Found onPath(String name, Place named) {
    try {
      Class<?> type = Class.forName(name, false, new MemoryClassLoader(urls(), Map.of()));
      return checked(type, Map.of(), named);
    } catch (ClassNotFoundException | LinkageError e) {
      return new NotFound(
          named.error("found class:" + name + ", which is not on the policy path: " + e));
    }
  }

  /** The policy class in a source file: that name, or the only one. */
  Found inFile(Path file, Optional<String> name, Place named) {
    return inFile(file, name, named, true);
  }

  /** The class of functions in a source file: that name, or the only one. */
  Found functionsInFile(Path file, Optional<String> name, Place named) {
    if (!Files.isRegularFile(file)) {
      return new NotFound(named.error("found \"" + file + "\", which is no file"));
    }
    return inFile(file, name, named, false);
  }

  private Found inFile(Path file, Optional<String> name, Place named, boolean policy) {
    JavaSource.Result result = JavaSource.compile(file, classPath());
    return switch (result) {
      case JavaSource.Refused refused -> new NotFound(refused.errors());
      case JavaSource.Compiled compiled -> pick(file, compiled, name, named, policy);
    };
  }

  private Found pick(
      Path file, JavaSource.Compiled compiled, Optional<String> name, Place named, boolean policy) {
    MemoryClassLoader loader = new MemoryClassLoader(urls(), compiled.classes());
    List<Class<?>> candidates = new ArrayList<>();
    try {
      for (String each : compiled.classes().keySet()) {
        Class<?> type = Class.forName(each, false, loader);
        boolean wanted =
            name.isPresent()
                ? type.getSimpleName().equals(name.get()) || each.equals(name.get())
                : !type.isMemberClass()
                    && !type.isAnonymousClass()
                    && !type.isLocalClass()
                    && !Modifier.isAbstract(type.getModifiers())
                    && (!policy || AbstractImapProxy.class.isAssignableFrom(type));
        if (wanted) {
          candidates.add(type);
        }
      }
    } catch (ClassNotFoundException | LinkageError e) {
      return new NotFound(Place.of(file.toString()).error("its classes can't be loaded: " + e));
    }
    if (candidates.size() == 1) {
      return checked(
          candidates.getFirst(), Map.of(file.getFileName().toString(), file.toString()), named);
    }
    if (name.isPresent()) {
      return new NotFound(
          named.error(
              "found no class " + name.get() + " in " + file,
              Nearest.to(name.get(), compiled.classes().keySet())));
    }
    return new NotFound(
        named.error(
            candidates.isEmpty()
                ? "found no policy class in " + file
                : "found several classes in "
                    + file
                    + ", expected one, or #CLASS behind the name"));
  }

  private static Found checked(Class<?> type, Map<String, String> files, Place named) {
    return switch (constructor(type, named)) {
      case Made made -> new FoundClass(type, files);
      case NotMade not -> new NotFound(not.error());
    };
  }

  /** What a policy's config() or constructor threw, at its line where that is known. */
  static ConfigError thrown(Throwable thrown, Map<String, String> files, Place named) {
    Place place = named;
    for (StackTraceElement element : thrown.getStackTrace()) {
      String file = element.getFileName();
      if (file != null && files.containsKey(file) && element.getLineNumber() > 0) {
        place = new Place(files.get(file), element.getLineNumber(), 0);
        break;
      }
    }
    return place.error("config() failed: " + thrown);
  }

  /** Calls by reflection; what the callee threw is thrown as it was. */
  static <T> T invoke(Callable<T> call) throws Exception {
    try {
      return call.call();
    } catch (InvocationTargetException e) {
      switch (e.getCause()) {
        case Exception cause -> throw cause;
        case Error cause -> throw cause;
        case null, default -> throw e;
      }
    }
  }

  /** The policy path with the jars that stand in its folders. */
  private List<Path> classPath() {
    List<Path> all = new ArrayList<>();
    for (Path each : path) {
      all.add(each);
      if (Files.isDirectory(each)) {
        try (Stream<Path> inside = Files.list(each)) {
          inside.filter(file -> file.toString().endsWith(".jar")).sorted().forEach(all::add);
        } catch (IOException e) {
          // A folder that can't be read holds no class; the class that is missing is told.
          all.remove(each);
        }
      }
    }
    return all;
  }

  private List<URL> urls() {
    List<URL> urls = new ArrayList<>();
    for (Path each : classPath()) {
      try {
        urls.add(each.toUri().toURL());
      } catch (MalformedURLException e) {
        throw new IllegalStateException("a file's URI is a URL", e);
      }
    }
    return urls;
  }
}
