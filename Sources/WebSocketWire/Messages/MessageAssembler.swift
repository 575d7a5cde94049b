/// Knows which message a frame belongs to, and holds none of its bytes (RFC 6455 5.4).
public struct MessageAssembler: Sendable {
  /// A frame's place among the fragments.
  public enum Place: Hashable, Sendable {
    /// Close, Ping, Pong or a reserved opcode: outside of any message.
    case apart
    /// The first, and maybe the only, fragment of a message.
    case start(MessageKind)
    /// A further fragment of the message.
    case middle(MessageKind)
    /// A continuation where no message is open.
    case orphan
    /// A new message where one is open; the open one is given up.
    case interruption(MessageKind, of: MessageKind)
  }

  /// The message that is open now.
  public private(set) var open: MessageKind?

  public init() {}

  /// Takes the next header and moves on.
  public mutating func place(_ header: FrameHeader) -> Place {
    if header.opcode == .continuation {
      guard let kind = open else { return .orphan }
      if header.isFinal { open = nil }
      return .middle(kind)
    }
    guard let kind = MessageKind(header.opcode) else { return .apart }
    let before = open
    open = header.isFinal ? nil : kind
    return before.map { .interruption(kind, of: $0) } ?? .start(kind)
  }
}

extension MessageAssembler.Place {
  /// The message that the frame belongs to.
  var kind: MessageKind? {
    switch self {
    case .start(let kind), .middle(let kind), .interruption(let kind, of: _): kind
    case .apart, .orphan: nil
    }
  }

  /// Whether the frame is the first of a message.
  var beginsMessage: Bool {
    switch self {
    case .start, .interruption: true
    case .apart, .middle, .orphan: false
    }
  }
}
