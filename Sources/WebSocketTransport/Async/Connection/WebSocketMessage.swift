public import WebSocketWire

/// A whole message (RFC 6455 5.6).
public enum WebSocketMessage: Hashable, Sendable {
  /// UTF-8, checked by the receiver (RFC 6455 8.1).
  case text(String)
  /// Any bytes.
  case binary([UInt8])

  /// What its payload is.
  public var kind: MessageKind {
    switch self {
    case .text: .text
    case .binary: .binary
    }
  }

  /// Its length in bytes.
  public var count: Int {
    switch self {
    case .text(let text): text.utf8.count
    case .binary(let bytes): bytes.count
    }
  }
}
