import WebSocketWire

/// Reads what a client asks a forward proxy for: a tunnel by CONNECT (RFC 9110 9.3.6), or a request in absolute form (RFC 9112 3.2.2).
struct ForwardRequest {
  /// What came of the bytes so far.
  enum Outcome: Hashable {
    case incomplete
    /// A stream to a place. With `isTunnel` the client hears of it; `bytes` are the server's, and came after the request or are it.
    case wanted(WebSocketURL, isTunnel: Bool, bytes: [UInt8])
    case refused(HTTPStatus, String)
  }

  private let credentials: [UInt8]?
  private var reader = HTTPHeadReader(limit: 65536)

  /// `credentials` are `user:password`, which every client has to know; nil for none.
  init(credentials: [UInt8]?) { self.credentials = credentials }

  mutating func receive(_ piece: RawSpan) -> Outcome {
    switch reader.append(piece) {
    case .incomplete: return .incomplete
    case .tooBig: return .refused(HTTPStatus(431), "the request's head is over 64 KiB")
    case .complete(let head, let used):
      let rest = piece.extracting(droppingFirst: used).withUnsafeBytes { Array($0) }
      return outcome(of: head, rest)
    }
  }

  private func outcome(of head: HTTPHead, _ rest: [UInt8]) -> Outcome {
    let parts = head.startLineParts
    guard parts.count == 3, parts[2].hasPrefix("HTTP/1") else {
      return .refused(.badRequest, "the request is not one of HTTP/1.1")
    }
    guard isKnown(head) else { return .refused(HTTPStatus(407), "the right credentials are missing") }
    if parts[0] == "CONNECT" {
      guard parts[1].contains(":"), let url = Self.place(parts[1]) else {
        return .refused(.badRequest, "CONNECT names no host and port")
      }
      return .wanted(url, isTunnel: true, bytes: rest)
    }
    guard let (authority, target) = Self.parted(parts[1]) else {
      return .refused(.badRequest, "this is a proxy: CONNECT or a whole http:// URL is expected")
    }
    guard let url = Self.place(authority) else { return .refused(.badRequest, "the URL's host is not one") }
    return .wanted(
      url, isTunnel: false, bytes: Self.request(head, "\(parts[0]) \(target) \(parts[2])") + rest)
  }

  /// The request as its server expects it, without what was for the proxy. One that does not switch protocols is the last on its stream, for
  /// the next may be for another host.
  private static func request(_ head: HTTPHead, _ line: String) -> [UInt8] {
    var changes = RequestChanges()
    changes.omitted = ["proxy-authorization", "proxy-connection"]
    if head.fields("Upgrade").isEmpty { changes.fields = [HTTPField(trusted: "Connection", "close")] }
    return Array(line.utf8) + changes.apply(to: head).bytes.dropFirst(head.startLineRange.upperBound)
  }

  private func isKnown(_ head: HTTPHead) -> Bool {
    guard let credentials else { return true }
    let fields = head.fields("Proxy-Authorization")
    let words = fields.first?.value.split(separator: " ") ?? []
    guard fields.count == 1, words.count == 2, words[0].lowercased() == "basic",
      let given = Base64.decode(String(words[1]))
    else { return false }
    return UpgradePolicy.areSame(given, credentials)
  }

  /// The host and port of an `http` or `ws` URL, and what is asked for there; nil for anything else.
  private static func parted(_ text: String) -> (authority: String, target: String)? {
    guard let scheme = ["http://", "ws://"].first(where: { text.lowercased().hasPrefix($0) }) else {
      return nil
    }
    let rest = text.dropFirst(scheme.count)
    let authority = rest.prefix { !"/?#".contains($0) }
    let target = rest.dropFirst(authority.count)
    return (String(authority), target.first == "/" ? String(target) : "/\(target)")
  }

  private static func place(_ authority: String) -> WebSocketURL? {
    guard HostSyntax.isField(authority) else { return nil }
    return try? WebSocketURL("ws://\(authority)/")
  }
}
