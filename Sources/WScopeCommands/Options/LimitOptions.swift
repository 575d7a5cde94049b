import ArgumentParser
import WebSocketWire

/// What either end of a connection accepts, and how long its closing may take.
struct LimitOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Fail on a longer message (default 64 MiB where one must be held, else none).", valueName: "bytes"))
  var maxMessage: ByteCount?

  @Option(help: ArgumentHelp("Fail on a longer frame (default none).", valueName: "bytes"))
  var maxFrame: ByteCount?

  @Option(help: ArgumentHelp("Most time for the closing handshake (default 2).", valueName: "seconds"))
  var closeTimeout: Double = 2

  var limits: Limits { Limits(frame: maxFrame?.value, message: maxMessage?.value) }

  /// How much of one message this program holds where it has to.
  var held: Int { Int(clamping: maxMessage?.value ?? 64 << 20) }
}
