package import WebSocketWire

/// An opening handshake whose heads were kept in front of frames: both of them, or one.
package struct KeptHandshake {
  /// Both heads and the checks on them; nil where one is missing.
  package private(set) var report: HandshakeReport?
  /// How messages are compressed, as far as the answer says.
  package private(set) var deflate: NegotiatedDeflate?

  /// Reads the heads, of which each ends with an empty line and has at most `limit` bytes.
  package init(_ heads: [UInt8], limit: Int) {
    var exchange = HTTPExchange(limit: limit)
    var rest = heads[...]
    while !rest.isEmpty, report == nil {
      var reader = HTTPHeadReader(limit: limit)
      let bytes = Array(rest)
      guard case .complete(let head, let used) = reader.append(bytes.span.bytes) else { return }
      let sender: WebSocketRole = rest.starts(with: "HTTP/".utf8) ? .server : .client
      if case .answered(let request, let interim, let response)? = exchange.receive(
        bytes.span.bytes.extracting(0..<used), from: sender)
      {
        report = .observed(request: request, interim: interim, response: response)
      }
      if sender == .server { deflate = report?.deflate ?? Self.deflate(of: head) }
      rest = rest.dropFirst(used)
    }
  }

  /// What an answer says without the request that it answers.
  private static func deflate(of answer: HTTPHead) -> NegotiatedDeflate? {
    let chosen = answer.elements("Sec-WebSocket-Extensions").first { $0.hasPrefix("permessage-deflate") }
    guard let chosen, let terms = try? DeflateOptions.terms(chosen).first else { return nil }
    return NegotiatedDeflate(answer: terms)
  }
}
