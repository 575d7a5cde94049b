import ArgumentParser
import WebSocketWire

/// Which redirects are followed.
struct RedirectOptions: ParsableArguments {
  @Flag(
    name: [.customShort("L"), .customLong("location")],
    help: ArgumentHelp("Follow redirects.", visibility: .hidden))
  var location = false

  @Option(
    name: [.customLong("max-redirects"), .customLong("max-redirs")], parsing: .unconditional,
    help: ArgumentHelp("Follow at most this many (default 10).", valueName: "n", visibility: .hidden),
    transform: Int.argument(in: 0...1000))
  var maxRedirects = 10

  @Flag(help: ArgumentHelp("Follow redirects from wss to ws too.", visibility: .hidden))
  var allowDowngrade = false

  /// nil where none is followed.
  var rules: Redirects? {
    location ? Redirects(limit: maxRedirects, allowsDowngrade: allowDowngrade) : nil
  }
}
