public import WebSocketWire

/// Why an opening led to no connection.
public enum OpeningFailure: Error, Hashable, Sendable {
  /// There is no stream to the peer, or no trust in it.
  case transport(TransportError)
  /// There is a stream to a proxy, and no tunnel to the server.
  indirect case proxy(ProxyFailure)
  /// There is a stream, and the opening handshake failed.
  indirect case handshake(ConnectionEnd)
  /// The owner gave it up.
  case cancelled
}
