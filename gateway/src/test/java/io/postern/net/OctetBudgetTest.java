package io.postern.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class OctetBudgetTest {
  private final OctetBudget budget = new OctetBudget(800);

  @Test
  void theBoundItselfIsNotOver() {
    assertThat(budget.add(799)).isFalse();
    assertThat(budget.add(1)).isFalse();
    assertThat(budget.over()).isFalse();
    assertThat(budget.add(1)).isTrue();
    assertThat(budget.over()).isTrue();
    assertThat(budget.total()).isEqualTo(801);
  }

  @Test
  void thereIsRoomAgainAnEighthBelow() {
    budget.add(801);
    assertThat(budget.add(-100)).isFalse();
    assertThat(budget.over()).isTrue();
    assertThat(budget.add(-1)).isTrue();
    assertThat(budget.over()).isFalse();
  }

  @Test
  void onlyAChangeIsTold() {
    assertThat(budget.add(900)).isTrue();
    assertThat(budget.add(900)).isFalse();
    assertThat(budget.add(-1_800)).isTrue();
    assertThat(budget.add(0)).isFalse();
  }

  @Test
  void aBudgetOfNothingIsRefused() {
    assertThatThrownBy(() -> new OctetBudget(0)).isInstanceOf(IllegalArgumentException.class);
  }
}
