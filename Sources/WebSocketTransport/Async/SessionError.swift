public import WebSocketWire

/// A connection that did not end with a clean close.
public struct SessionError: Error, Hashable, Sendable {
  /// The true reason.
  public let ending: ConnectionEnd
}
