package io.postern.policy;

import io.postern.imap.Ascii;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The four tables while a notation fills them (spec/policy-semantics.md, section 1). The last
 * assignment of a key wins; keys are case-insensitive.
 *
 * <p>A Java policy writes {@code t.request("DELETE").reject("...")}; other notations use the {@code
 * put} methods, which take places. Mistakes are collected in {@link #errors}. Not thread-safe; used
 * at load.
 */
public final class PolicyTables {
  private final Map<String, Entry<RequestAction>> requests = new LinkedHashMap<>();
  private final Map<ResponseKey, Entry<ResponseAction>> responses = new LinkedHashMap<>();
  private final Map<String, Entry<Boolean>> capabilities = new LinkedHashMap<>();
  private final Map<String, Entry<String>> stacks = new LinkedHashMap<>();
  private final List<FunctionRef> functions = new ArrayList<>();
  private final List<FunctionSource> sources = new ArrayList<>();
  private final List<ConfigError> errors = new ArrayList<>();
  private final JavaPlaces places;
  private final JavaFunctions java;
  private boolean quirks;

  private PolicyTables(JavaPlaces places, JavaFunctions java) {
    this.places = places;
    this.java = java;
  }

  /**
   * Empty tables, for a notation that has places of its own; {@code call} of the fluent form needs
   * {@link #of}.
   */
  public static PolicyTables empty() {
    return new PolicyTables(JavaPlaces.BY_STACK, JavaFunctions.none());
  }

  /**
   * The tables of a Java policy: a new instance's {@code config()} has filled them.
   *
   * @param files source files' own names (as in stack traces) and the names to tell operators; may
   *     be empty
   */
  public static PolicyTables of(JavaPolicy policy, Map<String, String> files) throws Exception {
    PolicyTables tables =
        new PolicyTables(new JavaPlaces.Named(Map.copyOf(files)), new JavaFunctions(policy));
    AbstractImapProxy instance = policy.make();
    instance.config(tables);
    tables.quirks = instance.quirks();
    return tables;
  }

  /** Tables that only note the functions of a session's own instance. */
  static PolicyTables binding(JavaFunctions java) {
    return new PolicyTables(JavaPlaces.NOWHERE, java);
  }

  // The fluent form, for Java policies.

  /** The entry of a command, or of {@code "*"}. */
  public RequestCell request(String command) {
    return new RequestCell(this, command, places.here());
  }

  /**
   * The entry of a response.
   *
   * @param type {@code "TAGGED"}, {@code "UNTAGGED"}, {@code "ALL"} or {@code "*"}
   * @param name a response, a code in brackets, or {@code "*"}
   */
  public ResponseCell response(String command, String type, String name) {
    Place here = places.here();
    return ResponseKey.Kind.of(type)
        .map(kind -> new ResponseCell(this, new ResponseKey(command, kind, name), here))
        .orElseGet(
            () -> {
              error(
                  here.error(
                      "found \"" + type + "\", expected TAGGED, UNTAGGED, ALL or *",
                      Nearest.to(type, List.of("TAGGED", "UNTAGGED", "ALL"))));
              // The tables are lost anyway; the chain goes on, to find more mistakes.
              return new ResponseCell(
                  this, new ResponseKey(command, ResponseKey.Kind.ALL, name), here);
            });
  }

  public CapabilityCell capability(String name) {
    return new CapabilityCell(this, name, places.here());
  }

  /** What to stack on the bodies of a command: kept as text. */
  public void stack(String command, String what) {
    putStack(command, what, places.here());
  }

  // The plain form, for notations.

  public void putRequest(String command, RequestAction action, Place place) {
    requests.put(Ascii.upper(command), new Entry<>(action, place));
  }

  public void putResponse(ResponseKey key, ResponseAction action, Place place) {
    responses.put(key, new Entry<>(action, place));
  }

  public void putCapability(String name, boolean accept, Place place) {
    capabilities.put(Ascii.upper(name), new Entry<>(accept, place));
  }

  public void putStack(String command, String what, Place place) {
    stacks.put(Ascii.upper(command), new Entry<>(what, place));
  }

  /** The reference by which a table names a function of that source. */
  public FunctionRef function(FunctionSource source, String name) {
    for (FunctionRef known : functions) {
      if (known.name().equals(name) && sources.get(known.index()).equals(source)) {
        return known;
      }
    }
    FunctionRef made = new FunctionRef(name, functions.size());
    functions.add(made);
    sources.add(source);
    return made;
  }

  /** Whether servers' quirks are tolerated. */
  public void quirks(boolean tolerated) {
    quirks = tolerated;
  }

  public void error(ConfigError error) {
    errors.add(error);
  }

  // What is in them.

  public Map<String, Entry<RequestAction>> requests() {
    return Collections.unmodifiableMap(requests);
  }

  public Map<ResponseKey, Entry<ResponseAction>> responses() {
    return Collections.unmodifiableMap(responses);
  }

  public Map<String, Entry<Boolean>> capabilities() {
    return Collections.unmodifiableMap(capabilities);
  }

  public Map<String, Entry<String>> stacks() {
    return Collections.unmodifiableMap(stacks);
  }

  /** The sources of the functions, by {@link FunctionRef#index}. */
  public List<FunctionSource> functionSources() {
    return Collections.unmodifiableList(sources);
  }

  public boolean quirks() {
    return quirks;
  }

  /** The mistakes found while the tables were filled. */
  public List<ConfigError> errors() {
    return Collections.unmodifiableList(errors);
  }

  JavaFunctions java() {
    return java;
  }
}
