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

}

/// Without options of the group, each has its default.
extension EndpointOptions? {
  /// nil for no compression.
  func deflate() throws(UsageError) -> DeflateOptions? {
    try (self?.compression.deflate ?? .on).options(self?.compressionDetails.options)
  }

  /// nil for none. An encrypted key whose passphrase is not given is asked for, where there is a terminal.
  func identity() throws(Failure) -> TLSIdentity? {
    try self?.identityOptions.identity(self?.passphrase.options)
  }

  /// The deadlines of an end; only a client has one for connecting.
  func timeouts(connect: Seconds = Seconds(10)) -> Timeouts {
    Timeouts(
      connect: connect.duration, handshake: (self?.handshakeTimeout ?? Seconds(10)).duration,
      close: (self?.details.options?.closeTimeout ?? Seconds(2)).duration)
  }

  /// The most that is accepted of the other end.
  var limits: Limits { self.map { $0.limits.limits($0.limitDetails) } ?? Limits() }

  /// How many bytes of one message this program holds where it has to.
  var held: Int { self?.limits.held ?? LimitOptions.heldByDefault }
}

/// What of an end few change.
struct EndpointDetailOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Timeout for the closing handshake (default 2).", valueName: "s", visibility: .hidden),
    transform: Seconds.init(argument:))
  var closeTimeout: Seconds?
}
