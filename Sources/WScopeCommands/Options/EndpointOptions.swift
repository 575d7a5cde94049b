import ArgumentParser
import WebSocketTransport

/// What either end is, and how much time and room it gives the other.
struct EndpointOptions: ParsableArguments {
  @OptionGroup var identity: IdentityOptions

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Timeout for TLS and the handshake (default 10).", valueName: "s"),
    transform: Seconds.init(argument:))
  var handshakeTimeout = Seconds(10)

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Timeout for the closing handshake (default 2).", valueName: "s", visibility: .hidden),
    transform: Seconds.init(argument:))
  var closeTimeout = Seconds(2)

  @OptionGroup var limits: LimitOptions
  @OptionGroup var compression: CompressionOptions

  /// The deadlines of an end; only a client has one for connecting.
  func timeouts(connect: Seconds = Seconds(10)) -> Timeouts {
    Timeouts(connect: connect.duration, handshake: handshakeTimeout.duration, close: closeTimeout.duration)
  }
}
