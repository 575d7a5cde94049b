import ArgumentParser

/// What is shown of an opening handshake.
struct HandshakeViewOptions: ParsableArguments {
  @Flag(help: "Show both opening heads and each check on them.")
  var handshake = false

  @Flag(help: "Show passwords and tokens of handshakes, not ***.")
  var showSecrets = false
}
