import ArgumentParser
import WebSocketTransport

/// What a listener is, and how much time and room it gives its clients.
struct ServerOptions: ParsableArguments {
  @OptionGroup var identity: IdentityOptions

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Most time for TLS and the handshake (default 10).", valueName: "s"),
    transform: Seconds.init(argument:))
  var handshakeTimeout = Seconds(10)

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Most time for the closing handshake (default 2).", valueName: "s"),
    transform: Seconds.init(argument:))
  var closeTimeout = Seconds(2)

  @OptionGroup var limits: LimitOptions
  @OptionGroup var compression: CompressionOptions

  var timeouts: Timeouts { Timeouts(handshake: handshakeTimeout.duration, close: closeTimeout.duration) }
}
