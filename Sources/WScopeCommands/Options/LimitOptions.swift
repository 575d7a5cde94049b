import ArgumentParser
import WebSocketWire

/// The most that is accepted of the other end.
struct LimitOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Fail on a longer message (64M if held whole; listen: 16M).", valueName: "bytes"),
    transform: ByteCount.init(argument:))
  var maxMessage: ByteCount?

  /// The limits of these options and of the rare ones.
  func limits(_ details: RareOptions<LimitDetailOptions>) -> Limits {
    Limits(frame: details.options?.maxFrame?.value, message: maxMessage?.value)
  }

  /// How much of one message this program holds where it has to.
  var held: Int { Int(clamping: maxMessage?.value ?? UInt64(Self.heldByDefault)) }

  /// In bytes.
  static let heldByDefault = 64 << 20

  /// How much of one message of a client a listener holds, in bytes.
  static let heldOfClientByDefault: UInt64 = 16 << 20
}

/// What of the limits few change.
struct LimitDetailOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Fail on a longer frame (default: no limit).", valueName: "bytes", visibility: .hidden),
    transform: ByteCount.init(argument:))
  var maxFrame: ByteCount?
}
