import ArgumentParser
import WebSocketTransport
import WebSocketWire

/// What either end is, and how much time and room it gives the other.
struct EndpointOptions: ParsableArguments {
  @OptionGroup var identityOptions: IdentityOptions
  @OptionGroup var passphrase: RareOptions<PassphraseOptions>

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Timeout for TLS and the handshake (default 10).", valueName: "s", visibility: .hidden),
    transform: Seconds.init(argument:))
  var handshakeTimeout = Seconds(10)

  @OptionGroup var limits: LimitOptions
  @OptionGroup var limitDetails: RareOptions<LimitDetailOptions>
  @OptionGroup var compression: CompressionOptions
  @OptionGroup var compressionDetails: RareOptions<CompressionDetailOptions>
  @OptionGroup var details: RareOptions<EndpointDetailOptions>

  /// nil for no compression.
  func deflate() throws(UsageError) -> DeflateOptions? {
    try compression.options(compressionDetails.options)
  }

  /// nil for none. An encrypted key whose passphrase is not given is asked for, where there is a terminal.
  func identity() throws(Failure) -> TLSIdentity? { try identityOptions.identity(passphrase.options) }

  /// The deadlines of an end; only a client has one for connecting.
  func timeouts(connect: Seconds = Seconds(10)) -> Timeouts {
    Timeouts(
      connect: connect.duration, handshake: handshakeTimeout.duration,
      close: (details.options?.closeTimeout ?? Seconds(2)).duration)
  }
}

/// What of an end few change.
struct EndpointDetailOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Timeout for the closing handshake (default 2).", valueName: "s", visibility: .hidden),
    transform: Seconds.init(argument:))
  var closeTimeout: Seconds?
}
