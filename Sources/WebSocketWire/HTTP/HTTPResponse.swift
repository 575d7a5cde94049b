/// A server's response to a request that it does not upgrade; the stream ends after it.
public struct HTTPResponse: Hashable, Sendable {
  /// The status, which is not 101.
  public let status: HTTPStatus
  /// The media type of the body, which is UTF-8. A `Content-Type` among `fields` replaces it.
  public let mediaType: String
  /// In their order.
  public let fields: [HTTPField]
  /// The content, in UTF-8.
  public let body: [UInt8]

  /// Makes a response. The fields come after `Connection: close`; the type and the length of the content are written by itself.
  public init(
    _ status: HTTPStatus, mediaType: String = "text/plain", fields: [HTTPField] = [], body: String = ""
  ) {
    self.status = status
    self.mediaType = mediaType
    self.fields = fields
    self.body = Array(body.utf8)
  }

  /// The head, with `Connection: close` and, where the status has content, its type and length.
  public var head: HTTPHead {
    guard status.hasContent else {
      return head(["Connection: close"] + fields.map { "\($0.name): \($0.value)" })
    }
    let hasType = fields.contains { $0.name.lowercased() == "content-type" }
    return head(
      ["Connection: close"] + (hasType ? [] : ["Content-Type: \(mediaType); charset=utf-8"])
        + fields.map { "\($0.name): \($0.value)" } + ["Content-Length: \(body.count)"])
  }

  private func head(_ fields: [String]) -> HTTPHead {
    let lines = ["HTTP/1.1 \(status.code) \(status.phrase)"] + fields
    return HTTPHead(Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8))
  }

  /// The head and the body; HEAD is answered by the head alone (RFC 9110 9.3.2), and some statuses have no content.
  package func bytes(for method: String = "GET") -> [UInt8] {
    method == "HEAD" || !status.hasContent ? head.bytes : head.bytes + body
  }
}
