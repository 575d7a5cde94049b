/// The client's half of the opening handshake (RFC 6455 4.1).
public struct OpeningRequest: Hashable, Sendable {
  /// Fields that only the handshake itself may write.
  private static let own: Set<String> = [
    "upgrade", "connection", "sec-websocket-key", "sec-websocket-version", "sec-websocket-accept",
    "sec-websocket-extensions",
  ]

  /// Fields whose value is not a list, so that a head has each once at most (RFC 9110 5.3, RFC 6265 5.4).
  private static let singular: Set<String> = [
    "authorization", "content-location", "content-type", "cookie", "date", "from", "host", "last-modified",
    "location",
    "max-forwards", "origin", "proxy-authorization", "referer", "retry-after", "server", "user-agent",
  ]

  /// What is asked for, and of which host.
  public let url: WebSocketURL
  /// The value of `Sec-WebSocket-Key`.
  public let key: String
  /// Offered in this order of preference; empty for none.
  public let subprotocols: [String]
  /// The user's own fields, in their order. A `Host` or `Origin` among them replaces ours.
  public let headers: [HTTPField]
  /// The compression that is offered; nil for none (RFC 7692).
  public let deflate: DeflateOptions?

  /// Fails when a subprotocol is not a token or a header would fight with the handshake's own.
  public init(
    url: WebSocketURL, key: String, subprotocols: [String] = [], headers: [HTTPField] = [],
    deflate: DeflateOptions? = nil
  ) throws(UsageError) {
    try Self.check(subprotocols: subprotocols, headers: headers)
    self.url = url
    self.key = key
    self.subprotocols = subprotocols
    self.headers = headers
    self.deflate = deflate
  }

  /// Holds what a user adds to either half of a handshake against what the handshake writes itself.
  package static func check(subprotocols: [String], headers: [HTTPField]) throws(UsageError) {
    for name in subprotocols where name.isEmpty || !name.utf8.allSatisfy(HTTPField.isToken) {
      throw UsageError(
        "\(SecretFilter.field(name).quoted) is not a subprotocol's name: a token is expected (RFC 6455 4.1)")
    }
    if Set(subprotocols).count < subprotocols.count {
      throw UsageError("a subprotocol is offered twice, and each must be unique (RFC 6455 4.1)")
    }
    for header in headers
    where ["content-length", "transfer-encoding", "expect"].contains(header.name.lowercased()) {
      throw UsageError("the header \(header.name) cannot be set: an opening handshake has no content")
    }
    for header in headers where own.contains(header.name.lowercased()) {
      throw UsageError("the header \(header.name) is written by the handshake itself and cannot be set")
    }
    for (index, header) in headers.enumerated() where singular.contains(header.name.lowercased()) {
      guard headers[..<index].contains(where: { $0.name.lowercased() == header.name.lowercased() }) else {
        continue
      }
      throw UsageError("\(header.name) is given twice, and a head has one (RFC 9110 5.3)")
    }
    for header in headers where header.name.lowercased() == "host" {
      guard let fault = HostSyntax.fault(inField: header.value) else { continue }
      throw UsageError(
        "the header Host is \(SecretFilter.text(header.value).quoted), \(fault) (RFC 9110 7.2)")
    }
    if !subprotocols.isEmpty, headers.contains(where: { $0.name.lowercased() == "sec-websocket-protocol" }) {
      throw UsageError("subprotocols are offered both by name and by a header; choose one")
    }
  }

  /// The head as it goes to the wire.
  public var head: HTTPHead {
    var lines = ["GET \(url.resource) HTTP/1.1"]
    let given = Set(headers.map { $0.name.lowercased() })
    if !given.contains("host") { lines.append("Host: \(url.hostField)") }
    lines += [
      "Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Key: \(key)", "Sec-WebSocket-Version: 13",
    ]
    if !subprotocols.isEmpty {
      lines.append("Sec-WebSocket-Protocol: " + subprotocols.joined(separator: ", "))
    }
    if let deflate {
      lines.append("Sec-WebSocket-Extensions: " + deflate.terms.map(\.description).joined(separator: ", "))
    }
    if let userInfo = url.userInfo, !given.contains("authorization") {
      lines.append("Authorization: Basic " + Base64.encode(userInfo))
    }
    lines += headers.map { "\($0.name): \($0.value)" }
    return HTTPHead(Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8))
  }

  /// What was offered, a `Sec-WebSocket-Protocol` among the user's own fields included.
  package var offeredSubprotocols: [String] { head.elements("Sec-WebSocket-Protocol") }
}
