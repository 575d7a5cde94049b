/// Which part of a message a frame is.
package enum FragmentPosition: Hashable, Sendable {
  /// Close, Ping, Pong or a reserved opcode: not part of a message.
  case control
  /// The first, and maybe the only, fragment of a message.
  case start(MessageKind)
  /// A further fragment of the message.
  case middle(MessageKind)
  /// A continuation where no message is open.
  case unexpectedContinuation
  /// A new message where one is open; the open one is dropped.
  case interruption(MessageKind, of: MessageKind)

  /// The message that the frame belongs to.
  var kind: MessageKind? {
    switch self {
    case .start(let kind), .middle(let kind), .interruption(let kind, of: _): kind
    case .control, .unexpectedContinuation: nil
    }
  }

  /// Whether the frame is the first of a message.
  var beginsMessage: Bool {
    switch self {
    case .start, .interruption: true
    case .control, .middle, .unexpectedContinuation: false
    }
  }
}
