package io.postern.benchmarks.compare;

import io.postern.benchmarks.peers.Gateways;
import io.postern.benchmarks.peers.Peer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Where Postern's processor time goes: it is warmed up in a mode, recorded by JFR while the load
 * goes on, and the recording told by parts and drawn.
 *
 * <p>Arguments as {@link Compare}'s. Beside its modes there are {@code Java function} and {@code
 * Python function}: {@code pipeline} by a policy that calls one on every command.
 */
public final class Profile {
  /** So that samples name the method that was inlined, and not its caller. */
  private static final String EXACT = "-XX:+UnlockDiagnosticVMOptions -XX:+DebugNonSafepoints";

  /** Modes of a profile alone. */
  static final List<String> FUNCTIONS = List.of("Java function", "Python function");

  private static final String EVENTS = "profile.jfc";

  private static final String RECORDED =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <configuration version="2.0">
        <event name="jdk.CPUTimeSample">
          <setting name="enabled">true</setting>
          <setting name="throttle">2ms</setting>
          <setting name="stackTrace">true</setting>
        </event>
      </configuration>
      """;

  private static final int WARM_UPS = 7;
  private static final int WARM_UP_MILLIS = 2_000;
  private static final int RECORDED_MILLIS = 10_000;

  private final Settings settings;
  private final Course course;
  private final Gateways gateways;

  private Profile(Settings settings, Course course) {
    this.settings = settings;
    this.course = course;
    this.gateways =
        new Gateways(settings.launcher(), (EXACT + " " + settings.javaOptions()).strip());
  }

  public static void main(String[] args) throws Exception {
    Settings settings = Settings.parse(args);
    try (Course course = new Course(settings.folder())) {
      new Profile(settings, course).run();
    }
  }

  private void run() throws IOException, InterruptedException {
    Files.writeString(settings.folder().resolve(EVENTS), RECORDED);
    for (Mode mode : settings.modes()) {
      profile(mode.name(), "ImapProxy", mode);
    }
    for (Map.Entry<String, String> policy : PolicyCost.functions(settings.folder()).entrySet()) {
      String name = policy.getKey() + " function";
      if (settings.wantsMode(name)) {
        profile(name, policy.getValue(), Mode.PIPELINE);
      }
    }
    System.out.println("\nbench: recordings and pictures are in " + settings.folder());
  }

  private void profile(String name, String policy, Mode mode)
      throws IOException, InterruptedException {
    String file = "profile-" + name.replace(' ', '-');
    Peer peer = course.keep(gateways.start(course.behind(), file, policy));
    for (int i = 0; i < WARM_UPS; i++) {
      course.once(peer, mode.load(peer.port(mode.tls()), WARM_UP_MILLIS));
    }
    Path recording = settings.folder().resolve(file + ".jfr");
    peer.ask("JFR.start", "name=profile", "settings=" + settings.folder().resolve(EVENTS));
    Sample sample = course.once(peer, mode.load(peer.port(mode.tls()), RECORDED_MILLIS));
    peer.ask("JFR.stop", "name=profile", "filename=" + recording);
    course.end(peer);
    Stacks stacks = Stacks.of(recording);
    double cpu = sample.cpu(mode, mode.load(0, 0).octets());
    System.out.printf(
        Locale.ROOT,
        "bench: %s: %.3f s/%s; of %.1f s that were recorded:%n",
        name,
        cpu,
        mode.unit().text(),
        stacks.root().nanos() / 1e9);
    Arrays.stream(Part.values())
        .filter(part -> stacks.share(part) > 0)
        .sorted(Comparator.comparingDouble(stacks::share).reversed())
        .forEach(
            part ->
                System.out.printf(
                    Locale.ROOT,
                    "  %5.1f %%  %7.4f s/%s  %s%n",
                    100 * stacks.share(part),
                    cpu * stacks.share(part),
                    mode.unit().text(),
                    part.text()));
    Files.writeString(settings.folder().resolve(file + ".svg"), Flames.svg(name, stacks));
  }
}
