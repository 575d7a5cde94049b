import ArgumentParser

/// What is shown of an opening handshake.
struct HandshakeViewOptions: ParsableArguments {
  @Flag(name: .customLong("handshake"), help: "Show both opening heads and each check on them.")
  var headsAlone = false

  @Flag(
    name: [.customShort("v"), .customLong("verbose")],
    help: ArgumentHelp("Show both opening heads, and each frame.", visibility: .hidden))
  var verbose = false

  @Flag(help: "Show passwords and tokens of handshakes, not ***.")
  var showSecrets = false

  /// Whether the heads are shown.
  var handshake: Bool { headsAlone || verbose }

  /// The option that is given and asks for views; nil for none.
  var given: String? { verbose ? "--verbose" : headsAlone ? "--handshake" : nil }
}
