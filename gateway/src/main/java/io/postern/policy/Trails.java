package io.postern.policy;

import io.postern.imap.Ascii;
import io.postern.imap.CapabilityTable;
import io.postern.imap.CommandName;
import io.postern.imap.Owner;
import io.postern.imap.ResponseType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The ways that look-ups take through the tables, for decisions that are told (design decision 10).
 * The verdicts themselves are array look-ups and pass by here never. Each way is made once: a
 * policy that refuses a hundred thousand FETCH lines tells the same one each time. Any thread.
 */
final class Trails {
  private static final String REQUEST = "request";
  private static final String RESPONSE = "response";
  private static final String CAPABILITY = "capability";

  /** Response codes of servers may be anything, so their ways are remembered up to a number. */
  private static final int REMEMBERED_MAX = 4096;

  private final Map<String, Entry<RequestAction>> requests;
  private final Map<ResponseKey, Entry<ResponseAction>> responses;
  private final Map<String, Entry<Boolean>> capabilities;
  private final Map<CommandName, List<Lookup>> ofRequests = new ConcurrentHashMap<>();
  private final Map<List<String>, List<Lookup>> ofResponses = new ConcurrentHashMap<>();

  Trails(
      Map<String, Entry<RequestAction>> requests,
      Map<ResponseKey, Entry<ResponseAction>> responses,
      Map<String, Entry<Boolean>> capabilities) {
    this.requests = requests;
    this.responses = responses;
    this.capabilities = capabilities;
  }

  List<Lookup> request(CommandName name) {
    return ofRequests.computeIfAbsent(name, this::makeRequest);
  }

  private List<Lookup> makeRequest(CommandName name) {
    List<Lookup> trail = new ArrayList<>();
    Entry<RequestAction> uid = requests.get("UID");
    if (name.plain().isPresent() && uid != null) {
      trail.add(of("UID", uid));
      boolean goesOn =
          uid.value() instanceof RequestAction.Accept || uid.value() instanceof RequestAction.Call;
      if (!goesOn) {
        return List.copyOf(trail);
      }
    }
    for (String key : RequestRules.keys(name)) {
      Entry<RequestAction> entry = requests.get(key);
      if (entry != null) {
        trail.add(of(key, entry));
        break;
      }
      trail.add(Lookup.nothing(REQUEST, key));
    }
    return List.copyOf(trail);
  }

  private static Lookup of(String key, Entry<RequestAction> entry) {
    return new Lookup(REQUEST, key, ActionWords.of(entry.value()), entry.place().rule().place());
  }

  /** {@code star} takes the place of the name in every second look-up. */
  List<Lookup> response(Owner owner, ResponseType type, String name, String star) {
    List<String> which = List.of(owner.text(), type.name(), name, star);
    List<Lookup> known = ofResponses.get(which);
    if (known == null) {
      known = makeResponse(owner, type, name, star);
      if (ofResponses.size() < REMEMBERED_MAX) {
        ofResponses.put(which, known);
      }
    }
    return known;
  }

  private List<Lookup> makeResponse(Owner owner, ResponseType type, String name, String star) {
    List<Lookup> trail = new ArrayList<>();
    for (ResponseKey key : ResponseRules.keys(owner, type, name, star)) {
      Entry<ResponseAction> entry = responses.get(key);
      if (entry != null) {
        trail.add(
            new Lookup(
                RESPONSE,
                key.toString(),
                ActionWords.of(entry.value()),
                entry.place().rule().place()));
        break;
      }
      trail.add(Lookup.nothing(RESPONSE, key.toString()));
    }
    return List.copyOf(trail);
  }

  List<Lookup> capability(String name) {
    String upper = Ascii.upper(name);
    List<Lookup> trail = new ArrayList<>();
    for (String key : List.of(upper, "*")) {
      Entry<Boolean> entry = capabilities.get(key);
      if (entry == null) {
        trail.add(Lookup.nothing(CAPABILITY, key));
        continue;
      }
      // A star ranges over what the engine knows; what it doesn't is never accepted.
      boolean accepted =
          entry.value() && (key.equals(upper) || CapabilityTable.row(upper).isPresent());
      trail.add(
          new Lookup(CAPABILITY, key, ActionWords.of(accepted), entry.place().rule().place()));
      break;
    }
    return List.copyOf(trail);
  }
}
