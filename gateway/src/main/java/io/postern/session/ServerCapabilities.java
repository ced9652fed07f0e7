package io.postern.session;

import io.postern.imap.CapabilityTable;
import io.postern.imap.CommandName;
import io.postern.policy.Lookup;
import io.postern.policy.Policy;
import io.postern.policy.RuleRef;
import io.postern.wire.CommandEncoder;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What the server has shown, and what of it the client may see (spec sections 2 and 8). */
final class ServerCapabilities {
  /** Why a command is refused whose name the tables accept. */
  static final String DROPPED = "only a dropped capability brings it";

  /** A server shows all sessions the same, and thousands may rest. */
  private static final SharedSets SHARED = new SharedSets();

  private final Policy policy;
  private Set<String> shown = Set.of();

  // Each command asks for these: known as soon as the list is, not looked up again.
  private CommandEncoder.Literals literals = CommandEncoder.Literals.SYNCHRONIZING;
  private boolean binary;

  /** As {@link #shown}, but never forgotten: what the client may have seen. */
  private Set<String> lastShown = Set.of();

  /** The commands whose {@link #dropped} was asked since the last list, and those that are. */
  private final Set<CommandName> asked = EnumSet.noneOf(CommandName.class);

  private final Set<CommandName> dropped = EnumSet.noneOf(CommandName.class);

  private boolean learnedSinceMark;

  ServerCapabilities(Policy policy) {
    this.policy = policy;
  }

  /** From any carrier; names in upper case. */
  void learn(List<String> names) {
    // Names are the server's: a set that many of one hash don't slow down.
    shows(SHARED.of(new HashSet<>(names)));
    lastShown = shown;
    learnedSinceMark = true;
    asked.clear();
    dropped.clear();
  }

  private void shows(Set<String> names) {
    shown = names;
    binary = has("BINARY");
    if (has("LITERAL+")) {
      literals = CommandEncoder.Literals.PLUS;
    } else if (has("LITERAL-") || has("IMAP4REV2")) {
      literals = CommandEncoder.Literals.MINUS;
    } else {
      literals = CommandEncoder.Literals.SYNCHRONIZING;
    }
  }

  /** A login is on its way: what is learned from here on is news. */
  void mark() {
    learnedSinceMark = false;
  }

  /** The login succeeded: what was known before it is forgotten unless it brought new ones. */
  void forgetUnlessLearned() {
    if (!learnedSinceMark) {
      shows(Set.of());
    }
  }

  /** Another server: nothing is known of it. */
  void forget() {
    shows(Set.of());
  }

  boolean has(String name) {
    return shown.contains(name);
  }

  /** Whether the server has shown nothing yet. */
  boolean unknown() {
    return shown.isEmpty();
  }

  /** Whether UTF-8 is on from the start: IMAP4rev2 without IMAP4rev1 (spec section 10). */
  boolean utf8FromStart() {
    return has("IMAP4REV2") && !has("IMAP4REV1");
  }

  CommandEncoder.Literals literals() {
    return literals;
  }

  /** Whether the server takes literal8. */
  boolean binary() {
    return binary;
  }

  /** What a capability list becomes for the client. */
  List<String> forClient(List<String> names) {
    List<String> kept = new ArrayList<>(names.size());
    for (String name : names) {
      if (passes(name)) {
        kept.add(name);
      }
    }
    return kept;
  }

  boolean passes(String name) {
    return !CapabilityTable.ofOneConnection(name)
        && CapabilityTable.follows(name)
        && policy.accepts(name);
  }

  /**
   * Whether only dropped capabilities bring the command here, and the request table doesn't name
   * it. One that the server never showed brings nothing: IMAP4rev2 in the table doesn't save IDLE
   * on a server that has IDLE alone.
   */
  boolean dropped(CommandName name) {
    if (asked.add(name) && dropped(name, policy)) {
      dropped.add(name);
    }
    return dropped.contains(name);
  }

  /** The same under another policy. */
  boolean dropped(CommandName name, Policy policy) {
    if (policy.namesRequest(name)) {
      return false;
    }
    boolean dropped = false;
    for (String capability : CapabilityTable.bringing(name)) {
      if (!policy.accepts(capability)) {
        dropped = true;
      } else if (lastShown.contains(capability)) {
        return false;
      }
    }
    return dropped;
  }

  /** Where it is written that a command is {@link #dropped}. */
  static RuleRef droppedBy(CommandName name, Policy policy) {
    for (String capability : CapabilityTable.bringing(name)) {
      if (!policy.accepts(capability)) {
        return policy.capabilityRule(capability);
      }
    }
    return RuleRef.DEFAULT;
  }

  /** The look-ups by which a command is {@link #dropped}, for what is told. */
  static List<Lookup> droppedTrail(CommandName name, Policy policy) {
    List<Lookup> trail = new ArrayList<>();
    for (String capability : CapabilityTable.bringing(name)) {
      trail.addAll(policy.capabilityTrail(capability));
    }
    return trail;
  }
}
