import WebSocketWire

/// Where received messages are written, in order, as they come.
protocol MessagePrinter: AnyObject {
  /// Whether a message is printed by `print(whole:_:)` alone.
  var needsWhole: Bool { get }
  /// Called once, after the first message by which lines of output are not messages any more; nil where that is not looked for.
  var onDoubt: ((LineCheck.Doubt) -> Void)? { get set }
  /// Takes `.messageBytes` and `.messageEnd`; of other events nothing is written.
  func print(_ event: WebSocketEvent, _ bytes: RawSpan)
  func print(_ batch: MessageBatch, _ bytes: RawSpan)
  /// Prints a message that is complete.
  func print(whole message: [UInt8], _ kind: MessageKind)
  /// What is written of a message will not be completed.
  func breakOff()
}
