package io.postern.notation;

import java.net.URL;
import java.net.URLClassLoader;
import java.util.List;
import java.util.Map;

/** Classes that were compiled in memory, and those of the policy path. */
final class MemoryClassLoader extends URLClassLoader {
  private final Map<String, byte[]> classes;

  MemoryClassLoader(List<URL> path, Map<String, byte[]> classes) {
    super(path.toArray(URL[]::new), MemoryClassLoader.class.getClassLoader());
    this.classes = Map.copyOf(classes);
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    byte[] code = classes.get(name);
    return code == null ? super.findClass(name) : defineClass(name, code, 0, code.length);
  }
}
