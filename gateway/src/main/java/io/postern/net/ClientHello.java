package io.postern.net;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a client says of itself before anything is encrypted (RFC 8446, section 4.1.2).
 *
 * @param serverName whom it wants to talk to, in lower case (RFC 6066, section 3)
 * @param protocols what it offers to speak (RFC 7301); empty if it offers nothing
 */
record ClientHello(Optional<String> serverName, List<String> protocols) {
  static final ClientHello NONE = new ClientHello(Optional.empty(), List.of());

  /** Its registered name (IANA, TLS ALPN protocol ids; RFC 7301, section 6). */
  static final String IMAP = "imap";

  private static final int VERSION_AND_RANDOM = 34;
  private static final int EXTENSION_SERVER_NAME = 0;
  private static final int EXTENSION_ALPN = 16;
  private static final int NAME_OCTETS_MAX = 253;
  private static final int PROTOCOLS_MAX = 32;

  ClientHello {
    protocols = List.copyOf(protocols);
  }

  /** Whether it offers other protocols, and not ours: then it isn't for us (ALPACA). */
  boolean forAnother() {
    return !protocols.isEmpty() && !protocols.contains(IMAP);
  }

  /** What a library gives; nothing is known of none, and of a malformed one. */
  static ClientHello read(ByteBuf message) {
    try {
      return message == null ? NONE : of(message);
    } catch (IndexOutOfBoundsException malformed) {
      // The TLS library will say so to the client.
      return NONE;
    }
  }

  /**
   * Reads the message's body, behind its type and length. Throws {@link IndexOutOfBoundsException}
   * where its lengths don't fit together.
   */
  static ClientHello of(ByteBuf message) {
    ByteBuf in = message.slice();
    in.skipBytes(VERSION_AND_RANDOM);
    in.skipBytes(in.readUnsignedByte());
    in.skipBytes(in.readUnsignedShort());
    in.skipBytes(in.readUnsignedByte());
    if (!in.isReadable()) {
      return NONE;
    }
    ByteBuf extensions = in.readSlice(in.readUnsignedShort());
    Optional<String> name = Optional.empty();
    List<String> protocols = List.of();
    while (extensions.isReadable()) {
      int type = extensions.readUnsignedShort();
      ByteBuf extension = extensions.readSlice(extensions.readUnsignedShort());
      if (type == EXTENSION_SERVER_NAME) {
        name = name(extension);
      } else if (type == EXTENSION_ALPN) {
        protocols = protocols(extension);
      }
    }
    return new ClientHello(name, protocols);
  }

  private static Optional<String> name(ByteBuf extension) {
    ByteBuf list = extension.readSlice(extension.readUnsignedShort());
    while (list.isReadable()) {
      int kind = list.readUnsignedByte();
      ByteBuf name = list.readSlice(list.readUnsignedShort());
      if (kind == 0 && name.isReadable() && name.readableBytes() <= NAME_OCTETS_MAX) {
        return Optional.of(name.toString(US_ASCII).toLowerCase(Locale.ROOT));
      }
    }
    return Optional.empty();
  }

  private static List<String> protocols(ByteBuf extension) {
    ByteBuf list = extension.readSlice(extension.readUnsignedShort());
    List<String> protocols = new ArrayList<>();
    while (list.isReadable() && protocols.size() < PROTOCOLS_MAX) {
      protocols.add(list.readSlice(list.readUnsignedByte()).toString(US_ASCII));
    }
    return protocols;
  }
}
