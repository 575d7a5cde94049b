/// The server's half of the opening handshake: the bytes of its answers (RFC 6455 4.2.2).
public enum OpeningResponse {
  /// 101, with the Accept for the key, and the server's own fields.
  public static func accept(
    key: String, subprotocol: String?, deflate: DeflateTerms? = nil, headers: [HeaderLine] = []
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

  /// A refusal, `status` being code and phrase, with the sentence as its plain-text body.
  public static func refuse(status: String, fields: [String], sentence: String) -> [UInt8] {
    let (head, body) = refusal(status: status, fields: fields, sentence: sentence)
    return head.bytes + body
  }

  /// The same in its two parts.
  static func refusal(
    status: String, fields: [String], sentence: String
  ) -> (head: HTTPHead, body: [UInt8]) {
    let body = Array((sentence + "\n").utf8)
    return (head(status: status, type: "text/plain", fields: fields, length: body.count), body)
  }

  /// The head of an answer that is not 101; a body of `length` bytes of UTF-8 follows, and then the stream's end.
  static func head(status: String, type: String, fields: [String], length: Int) -> HTTPHead {
    let hasType = fields.contains { $0.lowercased().hasPrefix("content-type:") }
    let lines =
      ["HTTP/1.1 \(status)", "Connection: close"] + (hasType ? [] : ["Content-Type: \(type); charset=utf-8"])
      + fields + ["Content-Length: \(length)"]
    return HTTPHead(Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8))
  }
}
