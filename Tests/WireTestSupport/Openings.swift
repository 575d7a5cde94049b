public import WebSocketWire

/// Opening handshakes that are in order, and connections after them.
public enum Openings {
  /// The key of RFC 6455 1.3.
  public static let key = "dGhlIHNhbXBsZSBub25jZQ=="

  /// A client's head that every server accepts.
  public static let request = Array(
    """
    GET /chat HTTP/1.1\r
    Host: server.example\r
    Upgrade: websocket\r
    Connection: Upgrade\r
    Sec-WebSocket-Key: \(key)\r
    Sec-WebSocket-Version: 13\r
    \r\n
    """.utf8)

  /// The answer to it.
  public static let response = Array(
    """
    HTTP/1.1 101 Switching Protocols\r
    Upgrade: websocket\r
    Connection: Upgrade\r
    Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r
    \r\n
    """.utf8)

  /// A connection that awaits the peer's head; a client's request is already out.
  public static func fresh(
    _ role: WebSocketRole, subprotocols: [String] = [], limits: Limits = Limits(),
    deflate: DeflateOptions? = nil,
    seed: UInt64 = 1
  ) throws(UsageError) -> Connection {
    switch role {
    case .server:
      return Connection(
        server: try UpgradeTerms(subprotocols: subprotocols, deflate: deflate), limits: limits)
    case .client:
      let request = try OpeningRequest(
        url: WebSocketURL("ws://server.example/chat"), key: key, subprotocols: subprotocols, deflate: deflate)
      let connection = Connection(client: request, limits: limits, generator: SeededGenerator(seed: seed))
      _ = connection.takeOutput()
      return connection
    }
  }

  /// What the peer of a role sends to open, with these terms of compression.
  public static func head(for role: WebSocketRole, deflate: DeflateTerms? = nil) -> [UInt8] {
    let head = role == .client ? response : request
    guard let deflate else { return head }
    return head.dropLast(2) + Array("Sec-WebSocket-Extensions: \(deflate)\r\n\r\n".utf8)
  }

  /// An open connection with nothing to send, which has agreed to these terms and compresses whatever it sends.
  public static func open(
    _ role: WebSocketRole, limits: Limits = Limits(), deflate: DeflateTerms? = nil, seed: UInt64 = 1
  ) throws(UsageError) -> Connection {
    let options = try deflate.map { terms throws(UsageError) in
      try DeflateOptions(terms: [.default, terms], threshold: 0)
    }
    let connection = try fresh(role, limits: limits, deflate: options, seed: seed)
    connection.receive(head(for: role, deflate: deflate).span.bytes, into: Recorder())
    _ = connection.takeOutput()
    return connection
  }
}
