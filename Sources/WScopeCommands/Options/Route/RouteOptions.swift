import ArgumentParser

/// By which way the server is reached.
struct RouteOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Go through this proxy: [SCHEME://][USER:PASSWORD@]HOST:PORT.", valueName: "url"))
  var proxy: String?
}
