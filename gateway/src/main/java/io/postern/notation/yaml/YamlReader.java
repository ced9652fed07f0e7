package io.postern.notation.yaml;

import io.postern.policy.ConfigError;
import io.postern.policy.Place;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Reads one YAML document as a tree of located nodes, from the parser's events: so aliases are
 * refused before anything could multiply, and every node has its exact place.
 */
public final class YamlReader {
  /** A configuration is written by hand; ten thousand rules stay far below. */
  private static final int OCTETS_MAX = 4 * 1024 * 1024;

  /** Our deepest form is five levels; a deeper file is a mistake, not a stack overflow. */
  private static final int DEPTH_MAX = 64;

  private static final LoadSettings SETTINGS =
      LoadSettings.builder().setUseMarks(true).setCodePointLimit(OCTETS_MAX).build();

  private final String file;
  private final int firstLine;
  private final Iterator<Event> events;
  private final List<ConfigError> errors = new ArrayList<>();

  private YamlReader(String file, String text, int firstLine) {
    this.file = file;
    this.firstLine = firstLine;
    this.events = new Parse(SETTINGS).parseString(text).iterator();
  }

  /** Reads a file of UTF-8; places name it as {@code path} does. */
  public static YamlResult read(Path path) {
    String file = path.toString();
    byte[] octets;
    try {
      if (Files.isDirectory(path)) {
        return broken(Place.of(file), "is a folder, expected a file");
      }
      if (Files.size(path) > OCTETS_MAX) {
        return broken(Place.of(file), "is longer than " + OCTETS_MAX + " octets");
      }
      octets = Files.readAllBytes(path);
    } catch (NoSuchFileException e) {
      return broken(Place.of(file), "no such file");
    } catch (IOException e) {
      return broken(Place.of(file), "can't be read: " + e.getMessage());
    }
    try {
      return parse(
          file,
          StandardCharsets.UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .decode(ByteBuffer.wrap(octets))
              .toString());
    } catch (CharacterCodingException e) {
      return broken(Place.of(file), "isn't UTF-8");
    }
  }

  /** Reads a text that stands in {@code file} from its first line on. */
  public static YamlResult parse(String file, String text) {
    return parse(file, text, 1);
  }

  /** Reads a text that stands in {@code file} from line {@code firstLine} on. */
  public static YamlResult parse(String file, String text, int firstLine) {
    YamlReader reader = new YamlReader(file, text, firstLine);
    try {
      Optional<YamlNode> root = reader.document();
      return reader.errors.isEmpty()
          ? new YamlResult.Read(
              root.orElseGet(() -> new YamlNode.Mapping(new Place(file, firstLine, 1), List.of())))
          : new YamlResult.Broken(reader.errors);
    } catch (MarkedYamlEngineException e) {
      Place place = e.getProblemMark().map(reader::place).orElse(Place.of(file));
      return reader.brokenBy(place, oneLine(e.getProblem()));
    } catch (YamlEngineException e) {
      return reader.brokenBy(Place.of(file), oneLine(e.getMessage()));
    }
  }

  private YamlResult brokenBy(Place place, String problem) {
    errors.add(place.error("not YAML: " + problem));
    return new YamlResult.Broken(errors);
  }

  private static YamlResult broken(Place place, String message) {
    return new YamlResult.Broken(List.of(place.error(message)));
  }

  private static String oneLine(String problem) {
    return problem.replace('\n', ' ').strip();
  }

  private Optional<YamlNode> document() {
    events.next(); // stream start
    if (events.next().getEventId() == Event.ID.StreamEnd) {
      return Optional.empty();
    }
    YamlNode root = node(events.next(), 1);
    events.next(); // document end
    Event behind = events.next();
    if (behind.getEventId() != Event.ID.StreamEnd) {
      errors.add(place(behind).error("a second document, expected one"));
    }
    boolean nothing = root instanceof YamlNode.Scalar scalar && scalar.isNull();
    return nothing ? Optional.empty() : Optional.of(root);
  }

  private YamlNode node(Event event, int depth) {
    Place place = place(event);
    if (event instanceof NodeEvent node && node.getAnchor().isPresent()) {
      errors.add(place.error("anchors and aliases are not used here, write it out"));
    }
    if (depth > DEPTH_MAX) {
      throw new YamlEngineException("nested deeper than " + DEPTH_MAX);
    }
    return switch (event) {
      case ScalarEvent scalar -> scalar(scalar, place);
      case SequenceStartEvent start -> {
        tag(start.getTag().isPresent(), place);
        yield sequence(place, depth);
      }
      case MappingStartEvent start -> {
        tag(start.getTag().isPresent(), place);
        yield mapping(place, depth);
      }
      case AliasEvent alias -> new YamlNode.Scalar(place, "", true);
      default -> throw new IllegalStateException("not a node: " + event.getEventId());
    };
  }

  private YamlNode.Scalar scalar(ScalarEvent scalar, Place place) {
    tag(scalar.getTag().isPresent(), place);
    return new YamlNode.Scalar(
        place, scalar.getValue(), scalar.getScalarStyle() == ScalarStyle.PLAIN);
  }

  private YamlNode sequence(Place place, int depth) {
    List<YamlNode> items = new ArrayList<>();
    for (Event event = events.next();
        event.getEventId() != Event.ID.SequenceEnd;
        event = events.next()) {
      items.add(node(event, depth + 1));
    }
    return new YamlNode.Sequence(place, items);
  }

  private YamlNode mapping(Place place, int depth) {
    List<YamlNode.Entry> entries = new ArrayList<>();
    Map<String, Place> seen = new HashMap<>();
    for (Event event = events.next();
        event.getEventId() != Event.ID.MappingEnd;
        event = events.next()) {
      YamlNode key = node(event, depth + 1);
      YamlNode value = node(events.next(), depth + 1);
      if (key instanceof YamlNode.Scalar scalar) {
        Place first = seen.putIfAbsent(scalar.text(), scalar.place());
        if (first != null) {
          errors.add(
              scalar
                  .place()
                  .error(
                      "the key " + scalar.text() + " stands twice, first in line " + first.line()));
        }
        entries.add(new YamlNode.Entry(scalar, value));
      } else {
        errors.add(key.place().error("found " + key.described() + " as a key, expected a text"));
      }
    }
    return new YamlNode.Mapping(place, entries);
  }

  private void tag(boolean present, Place place) {
    if (present) {
      errors.add(place.error("tags (!...) are not used here"));
    }
  }

  private Place place(Event event) {
    return event.getStartMark().map(this::place).orElse(Place.of(file));
  }

  /** The parser counts from 0. */
  private Place place(Mark mark) {
    return new Place(file, mark.getLine() + firstLine, mark.getColumn() + 1);
  }
}
