package io.postern.policy;

import io.postern.imap.Ascii;
import io.postern.imap.CapabilityTable;
import io.postern.imap.CodeName;
import io.postern.imap.CommandName;
import io.postern.imap.Owner;
import io.postern.imap.ResponseName;
import io.postern.imap.ResponseType;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Four tables, compiled: static verdicts are array look-ups. Equal tables (keys, actions, texts;
 * functions by name) are equal policies. Immutable.
 */
public sealed class Policy permits WatchedPolicy {
  private final Map<String, Entry<RequestAction>> requests;
  private final Map<ResponseKey, Entry<ResponseAction>> responses;
  private final Map<String, Entry<Boolean>> capabilities;
  private final Map<String, Entry<String>> stacks;
  private final List<FunctionSource> sources;
  private final boolean quirks;

  private final RequestRules requestRules;
  private final ResponseRules responseRules;
  private final Trails trails;
  private final boolean revisionOne;
  private final Map<String, Boolean> accepted = new HashMap<>();

  /** The same policy once more, for {@link WatchedPolicy}. */
  Policy(Policy other) {
    this.requests = other.requests;
    this.responses = other.responses;
    this.capabilities = other.capabilities;
    this.stacks = other.stacks;
    this.sources = other.sources;
    this.quirks = other.quirks;
    this.requestRules = other.requestRules;
    this.responseRules = other.responseRules;
    this.trails = other.trails;
    this.revisionOne = other.revisionOne;
    this.accepted.putAll(other.accepted);
  }

  private Policy(PolicyTables tables) {
    this.requests = new LinkedHashMap<>(tables.requests());
    this.responses = new LinkedHashMap<>(tables.responses());
    this.capabilities = new LinkedHashMap<>(tables.capabilities());
    this.stacks = new LinkedHashMap<>(tables.stacks());
    this.sources = List.copyOf(tables.functionSources());
    this.quirks = tables.quirks();
    this.requestRules = new RequestRules(requests, sources.size());
    this.responseRules = new ResponseRules(responses);
    this.trails = new Trails(requests, responses, capabilities);
    this.revisionOne = inTable("IMAP4REV1");
    for (CapabilityTable.Row row : CapabilityTable.rows()) {
      String upper = Ascii.upper(row.name());
      accepted.put(upper, judged(upper));
    }
  }

  /** The tables as they are now; what the load checks refuse must have been refused before. */
  public static Policy compile(PolicyTables tables) {
    if (!tables.errors().isEmpty()) {
      throw new IllegalArgumentException("the tables have errors");
    }
    return new Policy(tables);
  }

  /**
   * The policy that is in force where this one is only observed: it accepts all that the engine
   * follows. What leads around the gateway and what the engine doesn't know stays closed unless
   * this policy opens it by name (section 8).
   */
  public Policy opened() {
    PolicyTables tables = PolicyTables.empty();
    Place place = Place.of("observe");
    tables.putRequest("*", RequestAction.ACCEPT, place);
    tables.putResponse(
        new ResponseKey("*", ResponseKey.Kind.ALL, "*"), ResponseAction.ACCEPT, place);
    tables.putCapability("*", true, place);
    responses.forEach(
        (key, entry) -> {
          if (key.isCode() && closedUnlessNamed(key.code())) {
            boolean accepts = entry.value() instanceof ResponseAction.Accept;
            // What closes it is the engine, whatever this policy would have done.
            tables.putResponse(
                key,
                accepts ? ResponseAction.ACCEPT : ResponseAction.DROP,
                accepts ? entry.place() : Place.of(RuleRef.ENGINE.place()));
          }
        });
    // A policy that tolerates none would withhold what clients get today.
    tables.quirks(true);
    return compile(tables);
  }

  private static boolean closedUnlessNamed(String code) {
    return !code.equals("*") && CodeName.of(code).map(Policy::isAround).orElse(true);
  }

  /**
   * Section 2: the exact name, for UID commands "UID", the two-word and the plain name, else "*",
   * else REJECT.
   */
  public Rule<RequestAction> request(CommandName name) {
    return requestRules.rule(name);
  }

  /**
   * Whether the request table names the command itself (not by star): then a dropped capability
   * doesn't refuse it. A UID command is also named by its plain form, but not where that is of the
   * base protocol: EXPUNGE doesn't name UID EXPUNGE.
   */
  public boolean namesRequest(CommandName name) {
    return requestRules.names(name);
  }

  /** Section 2, the twelve look-ups; REJECT without an entry. */
  public Rule<ResponseAction> response(Owner owner, ResponseType type, ResponseName name) {
    return responseRules.response(owner, type, name);
  }

  /**
   * A response code's verdict: ACCEPT keeps it, DROP and REJECT remove it, ABORT ends, Call asks.
   * Without an entry: ACCEPT if the engine knows the code, else DROP. Codes that are never
   * removable come out as ACCEPT unless named ABORT; codes that lead around the gateway as DROP
   * unless named.
   *
   * @param code upper case, without brackets
   */
  public Rule<ResponseAction> code(Owner owner, ResponseType type, String code) {
    return responseRules.code(owner, type, code);
  }

  /** Whether the table names the code itself: REFERRAL before authentication needs that. */
  public boolean namesCode(Owner owner, ResponseType type, String code) {
    return responseRules.namesCode(owner, type, code);
  }

  /**
   * Whether the capability table accepts it: exact name, else "*" (which ranges over what the
   * capability table of the engine knows), else dropped; IMAP4rev2 only together with IMAP4rev1.
   * Whether the engine follows it is another question.
   */
  public boolean accepts(String capability) {
    String upper = Ascii.upper(capability);
    Boolean known = accepted.get(upper);
    return known == null ? judged(upper) : known;
  }

  private boolean judged(String upper) {
    return inTable(upper) && (revisionOne || !upper.equals("IMAP4REV2"));
  }

  private boolean inTable(String upper) {
    Entry<Boolean> entry = capabilities.get(upper);
    if (entry != null) {
      return entry.value();
    }
    Entry<Boolean> star = capabilities.get("*");
    return star != null && star.value() && CapabilityTable.row(upper).isPresent();
  }

  /**
   * This policy with a watcher, who is told of each look-up which entries decided: for {@code
   * postern test --coverage}. Told on the session's thread. Policies that nobody watches pay
   * nothing for it.
   */
  public Policy watched(Consumer<Lookup> watcher) {
    return new WatchedPolicy(this, watcher);
  }

  /** The keys that {@link #request} tried, up to the one that matched; for what is told. */
  public List<Lookup> requestTrail(CommandName name) {
    return trails.request(name);
  }

  /** The keys that {@link #response} tried, up to the one that matched. */
  public List<Lookup> responseTrail(Owner owner, ResponseType type, ResponseName name) {
    return trails.response(owner, type, name.name(), "*");
  }

  /** The keys that {@link #code} tried, up to the one that matched. */
  public List<Lookup> codeTrail(Owner owner, ResponseType type, String code) {
    return trails.response(owner, type, "[" + code + "]", ResponseRules.star(code));
  }

  /** The keys that {@link #accepts} tried, up to the one that matched. */
  public List<Lookup> capabilityTrail(String capability) {
    return trails.capability(capability);
  }

  /** Where it is written whether a capability is accepted; {@code default} where nothing is. */
  public RuleRef capabilityRule(String capability) {
    Lookup last = trails.capability(capability).getLast();
    return last.found() ? new RuleRef(last.place()) : RuleRef.DEFAULT;
  }

  /** Whether servers' quirks are tolerated (off in heirs of ImapProxyStrict). */
  public boolean quirks() {
    return quirks;
  }

  /**
   * The functions for a new session: the session's own instance of the policy, made on the policy
   * thread at the first question. Never throws; what fails, fails at that question.
   */
  public PolicyFunctions open(SessionFacts session) {
    return new OpenFunctions(sources, requestRules, session);
  }

  /** The request table, keys in upper case, in the order of first assignment. */
  public Map<String, Entry<RequestAction>> requests() {
    return Collections.unmodifiableMap(requests);
  }

  public Map<ResponseKey, Entry<ResponseAction>> responses() {
    return Collections.unmodifiableMap(responses);
  }

  public Map<String, Entry<Boolean>> capabilities() {
    return Collections.unmodifiableMap(capabilities);
  }

  /** What is stacked on the bodies of a command. */
  public Optional<String> stack(CommandName name) {
    Entry<String> entry = stacks.get(name.text());
    if (entry == null) {
      entry = stacks.get(name.base().text());
    }
    return Optional.ofNullable(entry).map(Entry::value);
  }

  /**
   * Makes the functions ready on this policy thread ({@link FunctionSource#warm}); what it throws
   * is the policy's failure.
   */
  public void warm() throws Exception {
    for (FunctionSource source : Set.copyOf(sources)) {
      source.warm();
    }
  }

  /** Forgets what sessions have left for later ones ({@link FunctionSource#forget}). */
  public void forget() {
    Set.copyOf(sources).forEach(FunctionSource::forget);
  }

  /** Whether any entry is decided by a function. */
  public boolean asks() {
    return !sources.isEmpty();
  }

  /** The codes that only their own name opens, whatever base the policy has (section 8). */
  static boolean isAround(CodeName code) {
    return code == CodeName.REFERRAL || code == CodeName.BADURL;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Policy that
        && quirks == that.quirks
        && values(requests).equals(values(that.requests))
        && values(responses).equals(values(that.responses))
        && values(capabilities).equals(values(that.capabilities))
        && values(stacks).equals(values(that.stacks));
  }

  @Override
  public int hashCode() {
    return values(requests).hashCode() * 31 + values(responses).hashCode();
  }

  private static <K, V> Map<K, V> values(Map<K, Entry<V>> table) {
    Map<K, V> values = new LinkedHashMap<>();
    table.forEach((key, entry) -> values.put(key, entry.value()));
    return values;
  }

  @Override
  public String toString() {
    return "Policy" + values(requests) + values(responses) + values(capabilities) + values(stacks);
  }
}
