package io.postern.notation.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.policy.ConfigError;
import io.postern.policy.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class YamlReaderTest {
  @TempDir private Path folder;

  @Test
  void everyNodeKnowsItsLineAndColumn() {
    YamlNode.Mapping root = read("a: 1\nb:\n  - x\n  - { c: \"d\" }\n");
    assertThat(root.place()).isEqualTo(new Place("f.yaml", 1, 1));
    assertThat(root.keys()).containsExactly("a", "b");
    YamlNode.Sequence list = (YamlNode.Sequence) root.get("b").orElseThrow();
    assertThat(list.items().get(0).place()).isEqualTo(new Place("f.yaml", 3, 5));
    YamlNode.Mapping inner = (YamlNode.Mapping) list.items().get(1);
    assertThat(inner.place()).isEqualTo(new Place("f.yaml", 4, 5));
    YamlNode.Entry entry = inner.entries().getFirst();
    assertThat(entry.key().place()).isEqualTo(new Place("f.yaml", 4, 7));
    assertThat(entry.value())
        .isEqualTo(new YamlNode.Scalar(new Place("f.yaml", 4, 10), "d", false));
  }

  @Test
  void linesCountFromWhereTheTextBegins() {
    YamlResult result = YamlReader.parse("t.txt", "a: 1", 7);
    assertThat(((YamlResult.Read) result).root().place()).isEqualTo(new Place("t.txt", 7, 1));
  }

  @Test
  void emptyDocumentIsAnEmptyMap() {
    assertThat(read("").entries()).isEmpty();
    assertThat(read("# nothing\n").entries()).isEmpty();
    assertThat(read("---\n").entries()).isEmpty();
  }

  @Test
  void onlyTrueAndFalseAreTruthValues() {
    YamlNode.Mapping root = read("a: true\nb: \"true\"\nc: yes\nd: NO\n");
    assertThat(scalar(root, "a").truth()).contains(true);
    assertThat(scalar(root, "b").truth()).isEmpty();
    assertThat(scalar(root, "c").truth()).isEmpty();
    assertThat(scalar(root, "d").text()).isEqualTo("NO");
  }

  @Test
  void integersAreDecimalAndUnquoted() {
    YamlNode.Mapping root =
        read("a: 12\nb: -3\nc: \"4\"\nd: 0x10\ne: 99999999999999999999\nf: 1.5\nh:\n");
    assertThat(scalar(root, "a").integer()).contains(12L);
    assertThat(scalar(root, "b").integer()).contains(-3L);
    for (String key : List.of("c", "d", "e", "f", "h")) {
      assertThat(scalar(root, key).integer()).as(key).isEmpty();
    }
    assertThat(scalar(root, "h").isNull()).isTrue();
  }

  @Test
  void keyThatStandsTwiceIsAnError() {
    assertThat(errors("a: 1\nb: 2\na: 3\n"))
        .containsExactly("f.yaml:3:1: the key a stands twice, first in line 1");
  }

  @Test
  void allMistakesAreToldAtOnce() {
    assertThat(errors("a: &x 1\nb: *x\nc: !!str d\n? [k]\n: 1\n"))
        .containsExactly(
            "f.yaml:1:4: anchors and aliases are not used here, write it out",
            "f.yaml:2:4: anchors and aliases are not used here, write it out",
            "f.yaml:3:4: tags (!...) are not used here",
            "f.yaml:4:3: found a list as a key, expected a text");
  }

  @Test
  void laughsDoNotMultiply() {
    StringBuilder text = new StringBuilder("a0: &a0 [x, x]\n");
    for (int i = 1; i < 40; i++) {
      text.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
    }
    assertThat(errors(text.toString())).hasSize(40 + 39 * 2);
  }

  @Test
  void syntaxErrorHasItsPlace() {
    assertThat(errors("a: 1\nb: [1, 2\n"))
        .singleElement()
        .asString()
        .startsWith("f.yaml:3:1: not YAML: ");
    assertThat(errors("a: 1\n\tb: 2\n")).singleElement().asString().startsWith("f.yaml:2:1: ");
  }

  @Test
  void secondDocumentIsAnError() {
    assertThat(errors("a: 1\n---\nb: 2\n"))
        .containsExactly("f.yaml:2:1: a second document, expected one");
  }

  @Test
  void deepNestingIsAnErrorNotAStackOverflow() {
    assertThat(errors("[".repeat(100_000)))
        .singleElement()
        .asString()
        .contains("nested deeper than 64");
  }

  @Test
  void fileThatIsMissingOrNotUtf8IsAnError() throws IOException {
    Path file = folder.resolve("p.yaml");
    assertThat(YamlReader.read(file))
        .isEqualTo(new YamlResult.Broken(List.of(Place.of(file.toString()).error("no such file"))));
    Files.write(file, new byte[] {'a', ':', ' ', (byte) 0xFF});
    assertThat(YamlReader.read(file))
        .isEqualTo(new YamlResult.Broken(List.of(Place.of(file.toString()).error("isn't UTF-8"))));
    assertThat(YamlReader.read(folder)).isInstanceOf(YamlResult.Broken.class);
    Files.writeString(file, "a: ü\n");
    assertThat(YamlReader.read(file)).isInstanceOf(YamlResult.Read.class);
  }

  private static YamlNode.Mapping read(String text) {
    return (YamlNode.Mapping) ((YamlResult.Read) YamlReader.parse("f.yaml", text)).root();
  }

  private static YamlNode.Scalar scalar(YamlNode.Mapping mapping, String key) {
    return (YamlNode.Scalar) mapping.get(key).orElseThrow();
  }

  private static List<String> errors(String text) {
    YamlResult result = YamlReader.parse("f.yaml", text);
    assertThat(result).isInstanceOf(YamlResult.Broken.class);
    return ((YamlResult.Broken) result).errors().stream().map(ConfigError::toString).toList();
  }
}
