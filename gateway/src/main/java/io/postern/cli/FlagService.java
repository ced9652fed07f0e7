package io.postern.cli;

import io.postern.config.Configuration;
import io.postern.config.ControlPlace;
import io.postern.policy.Policy;
import io.postern.service.Address;
import io.postern.service.Service;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/**
 * The one service that a command line can name. What is wrong with its addresses is a usage error.
 */
final class FlagService {
  private FlagService() {}

  static Checker.Report check(
      Checker checker,
      CommandLine line,
      String name,
      List<String> listen,
      String server,
      String policyName) {
    List<Address> addresses = new ArrayList<>();
    for (String text : listen) {
      Address address = address(line, "--listen", text);
      if (!address.loopback()) {
        throw new VerbFailure(
            Exit.CONFIG,
            "--listen: found "
                + text
                + ", which isn't loopback: without TLS passwords would cross the network in clear;"
                + " if you want that, write a configuration with \"clear_text: allowed\"");
      }
      addresses.add(address);
    }
    Address behind = address(line, "--server", server);
    Checker.Report report = checker.policy(policyName);
    return report.policy().isEmpty()
        ? report
        : report.with(configuration(line, name, addresses, behind, policyName, report));
  }

  private static Configuration configuration(
      CommandLine line,
      String name,
      List<Address> listen,
      Address server,
      String policyName,
      Checker.Report report) {
    Policy policy = report.policy().orElseThrow();
    try {
      Service service = Service.of(name, listen, server, policy);
      return new Configuration(
          List.of(service),
          Map.of(name, policyName),
          report.warnings(),
          new ControlPlace.ByDefault());
    } catch (IllegalArgumentException fault) {
      throw new ParameterException(line, fault.getMessage());
    }
  }

  private static Address address(CommandLine line, String option, String text) {
    try {
      return Address.parse(text);
    } catch (IllegalArgumentException fault) {
      throw new ParameterException(
          line, option + ": found \"" + text + "\", expected HOST:PORT: " + fault.getMessage());
    }
  }
}
