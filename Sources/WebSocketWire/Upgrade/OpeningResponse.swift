/// The server's half of the opening handshake: the heads of its answers to a request that it accepts (RFC 6455 4.2.2).
public enum OpeningResponse {
  /// 101, with the Accept for the key, and the server's own fields.
  public static func accept(
    key: String, subprotocol: String?, deflate: DeflateTerms? = nil, headers: [HTTPField] = []
  ) -> HTTPHead {
    var lines = [
      "HTTP/1.1 101 Switching Protocols", "Upgrade: websocket", "Connection: Upgrade",
      "Sec-WebSocket-Accept: \(AcceptKey(for: key).value)",
    ]
    if let subprotocol { lines.append("Sec-WebSocket-Protocol: \(subprotocol)") }
    if let deflate { lines.append("Sec-WebSocket-Extensions: \(deflate)") }
    lines += headers.map { "\($0.name): \($0.value)" }
    return HTTPHead(Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8))
  }

  /// 100, for a request that expects it before the final answer (RFC 9110 15.2.1).
  static let goOn = HTTPHead(Array("HTTP/1.1 100 Continue\r\n\r\n".utf8))
}
