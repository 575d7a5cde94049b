public import WebSocketWire

/// A whole message (RFC 6455 5.6).
public enum WebSocketMessage: Hashable, Sendable {
  case text(String)
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
