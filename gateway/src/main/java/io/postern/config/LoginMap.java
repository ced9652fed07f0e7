package io.postern.config;

import io.postern.notation.yaml.YamlNode;
import io.postern.policy.ConfigError;
import io.postern.policy.Place;
import io.postern.service.Address;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The file that a router by login reads, once at each start and reload: in UTF-8, one login a line.
 *
 * <pre>{@code
 * # a comment
 * alice              10.0.0.1:143
 * bob@b.example      10.0.0.2:143
 * @c.example         mail.c.example:143    (all other logins of that domain)
 * }</pre>
 *
 * @param users whole login names
 * @param domains what stands behind {@code @}, in lower case
 */
record LoginMap(Map<String, Address> users, Map<String, Address> domains) {
  /** More than a gateway has users; some 200 MiB at worst. */
  static final int LINES_MAX = 1_000_000;

  /** Longer than a login name gets; the rest of the line is an address. */
  static final int LINE_MAX = 1024;

  /** After so many the file is something else. */
  private static final int ERRORS_MAX = 20;

  LoginMap {
    users = Map.copyOf(users);
    domains = Map.copyOf(domains);
  }

  /** Reads it; what is wrong is told with the file's own lines. */
  static LoginMap read(
      YamlNode.Scalar name, Path folder, AllowedServers allowed, List<ConfigError> errors) {
    Map<String, Address> users = new HashMap<>();
    Map<String, Address> domains = new HashMap<>();
    Path file = folder.resolve(name.text());
    try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      int number = 0;
      int faults = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        Optional<String> fault =
            number > LINES_MAX
                ? Optional.of("found more than " + LINES_MAX + " lines")
                : entry(line, allowed, users, domains);
        if (fault.isPresent()) {
          errors.add(new Place(file.toString(), number, 1).error(fault.get()));
          faults++;
        }
        if (number > LINES_MAX || faults == ERRORS_MAX) {
          break;
        }
      }
    } catch (NoSuchFileException missing) {
      errors.add(name.place().error("map: found no file " + file));
    } catch (CharacterCodingException binary) {
      errors.add(name.place().error("map: found a file that isn't UTF-8: " + file));
    } catch (IOException unreadable) {
      errors.add(name.place().error("map: the file can't be read: " + file));
    }
    return new LoginMap(users, domains);
  }

  /** What is wrong with a line, if anything is. */
  private static Optional<String> entry(
      String line,
      AllowedServers allowed,
      Map<String, Address> users,
      Map<String, Address> domains) {
    String text = line.strip();
    if (text.isEmpty() || text.startsWith("#")) {
      return Optional.empty();
    }
    String[] words = text.split("\\s+", 3);
    if (text.length() > LINE_MAX || words.length != 2) {
      return Optional.of("found no such line, expected LOGIN HOST:PORT or @DOMAIN HOST:PORT");
    }
    Address server;
    try {
      server = Address.parse(words[1]);
    } catch (IllegalArgumentException fault) {
      return Optional.of("found no server, expected HOST:PORT: " + fault.getMessage());
    }
    if (server.port() == 0) {
      return Optional.of("found port 0, expected a port from 1 to 65535");
    }
    if (!allowed.has(server)) {
      return Optional.of("found the server " + server + ", which isn't among the allowed ones");
    }
    if (!words[0].startsWith("@")) {
      return once(users.putIfAbsent(words[0], server));
    }
    Optional<String> domain = RouterReader.hostName(words[0].substring(1));
    return domain.isEmpty()
        ? Optional.of("found no domain behind @, expected a host name")
        : once(domains.putIfAbsent(domain.get(), server));
  }

  private static Optional<String> once(Address before) {
    return before == null
        ? Optional.empty()
        : Optional.of("found a login that stands in a line above, expected each once");
  }
}
