public import WebSocketWire

/// A request for a WebSocket connection that keeps the standard's rules, for a server to decide over (RFC 6455 4.2).
public struct UpgradeRequest: Sendable {
  /// The request line and the fields, as they were received.
  public let head: HTTPHead
  /// The other end's address with its port; empty on a unix socket.
  public let peerAddress: String

  /// What is asked for, path and query, as it was received.
  public var target: String { head.startLineParts.dropFirst().first ?? "" }
  /// The subprotocols that the client offers, in its order of preference.
  public var subprotocols: [String] { head.elements("Sec-WebSocket-Protocol") }
}

/// What a server answers to an `UpgradeRequest`.
public enum UpgradeAnswer: Sendable {
  /// 101. `subprotocol` is one of those that the client offers, and nil leaves the choice to the configuration; `headers` come after
  /// the configuration's own. An answer that cannot be sent so becomes a 500.
  case accept(subprotocol: String? = nil, headers: [HTTPField] = [])
  /// This response instead, after which the stream ends.
  case refuse(HTTPResponse)
}
