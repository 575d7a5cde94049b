/// What the payload of a message is (RFC 6455 5.6).
public enum MessageKind: String, Hashable, Sendable, CaseIterable {
  /// UTF-8.
  case text
  /// Any bytes.
  case binary

  /// The opcode of the message's first frame.
  public var opcode: Opcode { self == .text ? .text : .binary }

  /// The kind that an opcode starts, if it starts a message.
  public init?(_ opcode: Opcode) {
    switch opcode {
    case .text: self = .text
    case .binary: self = .binary
    default: return nil
    }
  }
}
