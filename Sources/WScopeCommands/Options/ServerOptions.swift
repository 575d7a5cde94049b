import ArgumentParser
import WebSocketTransport

/// What a listener is, and how much time and room it gives its clients.
struct ServerOptions: ParsableArguments {
  @OptionGroup var identity: IdentityOptions

  @Option(help: ArgumentHelp("Most time for TLS and the handshake.", valueName: "s"))
  var handshakeTimeout = Seconds(10)

  @Option(help: ArgumentHelp("Most time for the closing handshake.", valueName: "s"))
  var closeTimeout = Seconds(2)

  @OptionGroup var limits: LimitOptions

  var timeouts: Timeouts { Timeouts(handshake: handshakeTimeout.duration, close: closeTimeout.duration) }
}
