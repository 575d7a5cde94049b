/// The server's half of the opening handshake: the bytes of its two possible answers (RFC 6455 4.2.2).
public enum OpeningResponse {
  /// 101, with the Accept for the key.
  public static func accept(key: String, subprotocol: String?) -> HTTPHead {
    var lines = [
      "HTTP/1.1 101 Switching Protocols", "Upgrade: websocket", "Connection: Upgrade",
      "Sec-WebSocket-Accept: \(AcceptKey(for: key).value)",
    ]
    if let subprotocol { lines.append("Sec-WebSocket-Protocol: \(subprotocol)") }
    return HTTPHead(Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8))
  }

  /// A refusal, `status` being code and phrase, with the sentence as its plain-text body.
  public static func refuse(status: String, fields: [String], sentence: String) -> [UInt8] {
    let body = sentence + "\n"
    let lines =
      ["HTTP/1.1 \(status)", "Connection: close", "Content-Type: text/plain; charset=utf-8"] + fields
      + ["Content-Length: \(body.utf8.count)"]
    return Array((lines.joined(separator: "\r\n") + "\r\n\r\n" + body).utf8)
  }
}
