package io.postern.transcript;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds transcripts: files as they are named, and whatever ends in {@code .transcript} in folders.
 */
public final class TranscriptFiles {
  public static final String ENDING = ".transcript";

  private TranscriptFiles() {}

  /**
   * The files, each once, in the order of the names and within a folder by path. Folders whose name
   * begins with a dot are left out, and links in folders aren't followed.
   *
   * @throws NoSuchFileException for a name that nothing has
   */
  public static List<Path> find(List<Path> names) throws IOException {
    SequencedSet<Path> found = new LinkedHashSet<>();
    for (Path name : names) {
      if (Files.isDirectory(name)) {
        found.addAll(in(name));
      } else if (Files.exists(name)) {
        found.add(name);
      } else {
        throw new NoSuchFileException(name.toString());
      }
    }
    return List.copyOf(found);
  }

  private static Set<Path> in(Path folder) throws IOException {
    Set<Path> found = new TreeSet<>();
    // As it was named: the current folder's files have no ./ before them.
    Path top = folder.toString().equals(".") ? Path.of("") : folder;
    Files.walkFileTree(
        top,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path each, BasicFileAttributes attributes) {
            boolean hidden = !each.equals(top) && each.getFileName().toString().startsWith(".");
            return hidden ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path each, BasicFileAttributes attributes) {
            if (attributes.isRegularFile() && each.getFileName().toString().endsWith(ENDING)) {
              found.add(each);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return found;
  }
}
