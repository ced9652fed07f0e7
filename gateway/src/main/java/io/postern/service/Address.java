package io.postern.service;

import java.net.Inet6Address;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where to listen or to connect: an IP address or a host name, and a port. Names are not looked up
 * here.
 *
 * @param host an IPv4 address, an IPv6 address without brackets, or a host name; in lower case
 * @param port 0 to 65535; 0 is "any free port" and makes sense for listening only
 */
public record Address(String host, int port) {
  private static final int PORT_MAX = 65535;

  /** RFC 1035, section 2.3.4, without the root's own octets. */
  private static final int NAME_LENGTH_MAX = 253;

  /** RFC 1123, section 2.1; the underscore because container networks give such names. */
  private static final Pattern LABEL = Pattern.compile("[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?");

  private static final Pattern DIGITS = Pattern.compile("[0-9]+");
  private static final Pattern OCTET = Pattern.compile("0|[1-9][0-9]{0,2}");

  /** Throws {@link IllegalArgumentException} with a sentence for the administrator. */
  public Address {
    host = host.toLowerCase(Locale.ROOT);
    fault(host)
        .ifPresent(
            fault -> {
              throw new IllegalArgumentException(fault);
            });
    if (port < 0 || port > PORT_MAX) {
      throw new IllegalArgumentException("a port is a number from 0 to " + PORT_MAX);
    }
  }

  /**
   * Reads {@code 192.0.2.1:143}, {@code [2001:db8::1]:143} or {@code mail.example.org:143}; what is
   * wrong is the text of the {@link IllegalArgumentException}.
   */
  public static Address parse(String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 0 || text.endsWith("]")) {
      throw new IllegalArgumentException("no port: write HOST:PORT, such as 127.0.0.1:1143");
    }
    String host = text.substring(0, colon);
    String port = text.substring(colon + 1);
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
      if (host.indexOf(':') < 0) {
        throw new IllegalArgumentException("brackets are for IPv6 addresses only");
      }
    } else if (host.indexOf(':') >= 0) {
      throw new IllegalArgumentException("an IPv6 address stands in brackets, such as [::1]:1143");
    }
    if (port.length() > 5 || !DIGITS.matcher(port).matches()) {
      throw new IllegalArgumentException(
          "the port after the last colon is a number from 0 to " + PORT_MAX);
    }
    return new Address(host, Integer.parseInt(port));
  }

  /** Whether the host is an IP address, so that nothing needs looking up. */
  public boolean numeric() {
    return host.indexOf(':') >= 0 || digitsAndDots(host);
  }

  /** Whether the host is a loopback address, or {@code localhost} (RFC 6761, section 6.3). */
  public boolean loopback() {
    if (host.indexOf(':') >= 0) {
      return Inet6Address.ofLiteral(host).isLoopbackAddress();
    }
    return host.equals("localhost")
        || host.endsWith(".localhost")
        || (host.startsWith("127.") && digitsAndDots(host));
  }

  /** As it is written in a configuration: {@code [::1]:1143}. */
  @Override
  public String toString() {
    return text(host, port);
  }

  /** The same of an address that a socket told, so that it needs no check. */
  public static String text(String host, int port) {
    return host.indexOf(':') >= 0 ? "[" + host + "]:" + port : host + ":" + port;
  }

  /** A loop: each session's server is asked for it. */
  private static boolean digitsAndDots(String host) {
    for (int i = 0; i < host.length(); i++) {
      char c = host.charAt(i);
      if (c != '.' && (c < '0' || c > '9')) {
        return false;
      }
    }
    return !host.isEmpty();
  }

  private static Optional<String> fault(String host) {
    if (host.isEmpty()) {
      return Optional.of("no host before the colon: for all addresses write 0.0.0.0 or [::]");
    }
    if (host.equals("*")) {
      return Optional.of("* is no host: for all addresses write 0.0.0.0 or [::]");
    }
    if (host.indexOf(':') >= 0) {
      return isIpv6(host) ? Optional.empty() : Optional.of("not an IPv6 address");
    }
    if (digitsAndDots(host)) {
      return isIpv4(host)
          ? Optional.empty()
          : Optional.of("not an IPv4 address: four numbers from 0 to 255, without leading zeros");
    }
    return isName(host) ? Optional.empty() : Optional.of("not a host name");
  }

  /**
   * Strict: the short forms and octal numbers that some resolvers take mean different things to
   * different readers.
   */
  private static boolean isIpv4(String host) {
    String[] parts = host.split("\\.", -1);
    if (parts.length != 4) {
      return false;
    }
    for (String part : parts) {
      if (!OCTET.matcher(part).matches() || Integer.parseInt(part) > 255) {
        return false;
      }
    }
    return true;
  }

  private static boolean isIpv6(String host) {
    try {
      Inet6Address.ofLiteral(host);
      return true;
    } catch (IllegalArgumentException notOne) {
      // Also a zone that names no interface of this machine; the caller says so.
      return false;
    }
  }

  private static boolean isName(String host) {
    if (host.length() > NAME_LENGTH_MAX) {
      return false;
    }
    String[] labels = host.split("\\.", -1);
    for (String label : labels) {
      if (!LABEL.matcher(label).matches()) {
        return false;
      }
    }
    // RFC 3696, section 2: an all-numeric last label would read as an address.
    return !DIGITS.matcher(labels[labels.length - 1]).matches();
  }
}
