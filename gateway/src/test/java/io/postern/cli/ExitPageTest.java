package io.postern.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.Pages;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** docs/operations.md tells the exit codes as they are. */
class ExitPageTest {
  @Test
  void theCodesAreTheCodes() throws Exception {
    List<String> codes = new ArrayList<>();
    for (var field : Exit.class.getFields()) {
      codes.add(Integer.toString(field.getInt(null)));
    }
    assertThat(Pages.firsts(Pages.table(Pages.text("operations.md"), "### Exit codes")))
        .containsExactlyElementsOf(codes);
  }
}
