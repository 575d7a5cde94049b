/// Collects the verdicts on one head, a method a requirement.
struct HeadJudge {
  private let head: HTTPHead
  private(set) var checks: [HandshakeCheck] = []

  init(_ head: HTTPHead) { self.head = head }

  mutating func ok(_ rule: Rule, _ words: String, _ range: Range<Int>) {
    checks.append(HandshakeCheck(rule: rule, verdict: .ok, words: words, range: range))
  }

  mutating func fail(_ rule: Rule, _ words: String, _ range: Range<Int>) {
    checks.append(HandshakeCheck(rule: rule, verdict: .failed, words: words, range: range))
  }

  private mutating func warn(_ rule: Rule, _ words: String, _ range: Range<Int>) {
    checks.append(HandshakeCheck(rule: rule, verdict: .warned, words: words, range: range))
  }

  private mutating func idle(_ rule: Rule, _ words: String) {
    checks.append(HandshakeCheck(rule: rule, verdict: .idle, words: words, range: missing))
  }

  /// Where something that is missing would have stood: the empty line at the end.
  private var missing: Range<Int> { head.bytes.count..<head.bytes.count }

  mutating func version(_ text: String) {
    let range = head.startLineRange
    let digits = text.dropFirst(5).split(separator: ".", omittingEmptySubsequences: false).map { part in
      part.utf8.count == 1 ? Digits.decimal(part) : nil
    }
    guard text.hasPrefix("HTTP/"), digits.count == 2, digits[0] == 1, let minor = digits[1], minor >= 1 else {
      return fail(.httpVersion, "the version is \(text.isEmpty ? "missing" : text), expected HTTP/1.1", range)
    }
    ok(.httpVersion, "version \(text)", range)
  }

  /// Reported only where it is wrong. A version may stand in its place where the target is missing.
  mutating func target(_ text: String) {
    let scheme = ["ws://", "wss://", "http://", "https://"].first { text.lowercased().hasPrefix($0) }
    let isURL =
      scheme.map { HostSyntax.isField(text.dropFirst($0.count).prefix { $0 != "/" && $0 != "?" }) } ?? false
    guard !(isURL || text.hasPrefix("/")) || !text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != 0x23 })
    else { return }
    fail(
      .requestTarget, "the request target is \(text.quoted), expected a path or a URL", head.startLineRange)
  }

  /// The field that promises content; nil for none.
  private var framing: HTTPHead.Field? {
    head.fields("Transfer-Encoding").first
      ?? head.fields("Content-Length").first { Digits.decimal($0.value) != 0 }
  }

  /// Reported only where it is wrong.
  mutating func body() {
    guard let field = framing else { return }
    fail(
      .requestBody, "\(field.name) is \(field.value.quoted), and the request must have no content",
      field.range)
  }

  mutating func host() {
    let fields = head.fields("Host")
    switch fields.count {
    case 1 where HostSyntax.isField(fields[0].value):
      ok(.host, "Host is \(fields[0].value)", fields[0].range)
    case 1: fail(.host, "Host is \(fields[0].value.quoted), which is not a host", fields[0].range)
    case 0: fail(.host, "Host is missing", missing)
    default: fail(.host, "Host stands \(fields.count) times, expected once", fields[1].range)
    }
  }

  mutating func upgrade(isWhole: Bool) {
    let fields = head.fields("Upgrade")
    guard let first = fields.first else {
      return fail(.upgrade, "Upgrade is missing, expected websocket", missing)
    }
    let found =
      isWhole
      ? fields.count == 1 && first.value.lowercased() == "websocket"
      : head.elements("Upgrade").contains { $0.lowercased() == "websocket" }
    if found {
      ok(.upgrade, "Upgrade is websocket", first.range)
    } else {
      fail(
        .upgrade, "Upgrade is \(fields.map(\.value).joined(separator: ", ").quoted), expected websocket",
        first.range)
    }
  }

  mutating func connection() {
    let fields = head.fields("Connection")
    guard let first = fields.first else {
      return fail(.connection, "Connection is missing, expected Upgrade", missing)
    }
    if head.elements("Connection").contains(where: { $0.lowercased() == "upgrade" }) {
      ok(.connection, "Connection holds Upgrade", first.range)
    } else {
      fail(
        .connection, "Connection is \(fields.map(\.value).joined(separator: ", ").quoted), expected Upgrade",
        first.range)
    }
  }

  mutating func versionField() {
    let fields = head.fields("Sec-WebSocket-Version")
    guard let first = fields.first else {
      return fail(.version, "Sec-WebSocket-Version is missing, expected 13", missing)
    }
    if fields.count == 1, first.value == "13" {
      ok(.version, "Sec-WebSocket-Version is 13", first.range)
    } else {
      let values = fields.map(\.value).joined(separator: ", ")
      fail(.version, "Sec-WebSocket-Version is \(values.quoted), expected 13", first.range)
    }
  }

  mutating func key() -> AcceptKey? {
    let fields = head.fields("Sec-WebSocket-Key")
    guard let first = fields.first else {
      fail(.key, "Sec-WebSocket-Key is missing", missing)
      return nil
    }
    if fields.count > 1 {
      fail(.key, "Sec-WebSocket-Key stands \(fields.count) times, expected once", fields[1].range)
    } else if let count = AcceptKey.byteCount(ofKey: first.value) {
      if count == 16 {
        ok(.key, "Sec-WebSocket-Key is 16 bytes", first.range)
      } else {
        fail(.key, "Sec-WebSocket-Key is \(count) bytes, expected 16", first.range)
      }
    } else {
      fail(.key, "Sec-WebSocket-Key is \(first.value.quoted), which is no base64", first.range)
    }
    return AcceptKey(for: first.value)
  }

  mutating func accept(expected: AcceptKey?) {
    let fields = head.fields("Sec-WebSocket-Accept")
    guard let first = fields.first else { return fail(.accept, "Sec-WebSocket-Accept is missing", missing) }
    if fields.count > 1 {
      fail(.accept, "Sec-WebSocket-Accept stands \(fields.count) times, expected once", fields[1].range)
    } else if let expected, first.value == expected.value {
      ok(.accept, "Accept answers the key", first.range)
    } else {
      let wanted = expected?.value ?? "a request with a key"
      fail(.accept, "Sec-WebSocket-Accept is \(first.value.quoted), expected \(wanted)", first.range)
    }
  }

  mutating func subprotocol(offered: [String]) -> String? {
    let fields = head.fields("Sec-WebSocket-Protocol")
    guard let first = fields.first else {
      idle(
        .subprotocol,
        offered.isEmpty
          ? "no subprotocol offered, none chosen" : "\(offered.joined(separator: ", ")) offered, none chosen")
      return nil
    }
    if fields.count == 1, offered.contains(first.value) {
      ok(.subprotocol, "subprotocol \(first.value) was offered", first.range)
      return first.value
    }
    let choice = fields.map(\.value).joined(separator: ", ").quoted
    fail(
      .subprotocol,
      "the server chose the subprotocol \(choice), offered: \(offered.isEmpty ? "none" : offered.joined(separator: ", "))",
      first.range)
    return nil
  }

  /// The parameters of the compression that the server chose, where that is in order.
  mutating func extensions(to request: HTTPHead) -> DeflateParameters? {
    let offered = request.elements("Sec-WebSocket-Extensions").joined(separator: ", ")
    guard let first = head.fields("Sec-WebSocket-Extensions").first else {
      idle(
        .ext, offered.isEmpty ? "no extension offered, none chosen" : "\(offered) offered, none chosen")
      return nil
    }
    guard extensionSyntax(), let chosen = ExtensionElement.list(in: head) else { return nil }
    let offers = ExtensionElement.list(in: request) ?? []
    guard Set(offers.map(\.name)).isSuperset(of: chosen.map(\.name)) else {
      fail(
        .ext,
        "the server chose the extension \(chosen.map(\.description).joined(separator: ", ").quoted), offered: "
          + (offered.isEmpty ? "none" : offered), first.range)
      return nil
    }
    return deflate(chosen, to: offers, first.range)
  }

  private mutating func deflate(
    _ chosen: [ExtensionElement], to offers: [ExtensionElement], _ range: Range<Int>
  ) -> DeflateParameters? {
    let elements = chosen.filter { $0.name == DeflateTerms.name }
    guard let element = elements.first else {
      ok(.ext, "the extensions were offered", range)
      return nil
    }
    guard elements.count == 1 else {
      fail(
        .deflateTerms, "the server chose \(DeflateTerms.name) \(elements.count) times, expected once", range)
      return nil
    }
    do {
      let parameters = try DeflateTerms.agree(
        element, to: offers.compactMap { try? DeflateTerms($0, in: .offer) })
      ok(.ext, "\(element) was offered", range)
      return parameters
    } catch {
      fail(.deflateTerms, "the server chose \(element): \(error.words) (\(error.clause))", range)
      return nil
    }
  }

  /// Reported only where it is wrong.
  @discardableResult
  mutating func extensionSyntax() -> Bool {
    let broken = head.fields("Sec-WebSocket-Extensions").first { ExtensionElement.list($0.value) == nil }
    guard let broken else { return true }
    fail(
      .extensionSyntax, "Sec-WebSocket-Extensions is \(broken.value.quoted), which is no list", broken.range)
    return false
  }

  /// Reported only where there is one.
  mutating func expectation() {
    guard let first = head.fields("Expect").first else { return }
    let members = head.elements("Expect")
    if members.isEmpty { return }
    let words = "Expect is \(members.joined(separator: ", ").quoted)"
    if members.allSatisfy({ $0.lowercased() == "100-continue" }) {
      guard framing == nil else { return }
      warn(.needlessExpectation, "\(words), and the request has no content to hold back", first.range)
    } else {
      fail(.expectation, "\(words), expected 100-continue or no Expect", first.range)
    }
  }

  /// The shape of the lines, reported only where it is wrong. A client unfolds a folded field, a server refuses it (RFC 9112 5.2).
  mutating func lines(unfolds: Bool) {
    if head.startLine.unicodeScalars.contains(where: { $0.value == 0x0D || $0.value == 0x00 }) {
      fail(.malformedField, "the first line holds a carriage return or NUL", head.startLineRange)
    }
    if let line = head.malformed.first {
      let words =
        field(at: line).map { "the value of \($0.name) holds a carriage return or NUL" }
        ?? "a line of the head is no field: \(HTTPHead.text(head.bytes[line]).quoted)"
      fail(.malformedField, words, line)
    }
    if let line = head.folds.first, let field = field(at: line) {
      let words = "the field \(field.name) is folded onto another line"
      if unfolds {
        warn(.foldedField, words, line)
      } else {
        fail(.malformedField, words, line)
      }
    }
    controlCharacters()
    if let offset = head.bareLineFeeds.first {
      fail(.bareLineFeed, "a line ends in a bare line feed", offset..<offset + 1)
    }
  }

  private func field(at line: Range<Int>) -> HTTPHead.Field? {
    head.fields.first { $0.range.contains(line.lowerBound) }
  }

  /// What `malformed` has already is not reported again.
  private mutating func controlCharacters() {
    let fields = head.fields.filter { $0.hasControlCharacter && !$0.hasLineEndOrNUL }
    if let field = fields.first(where: { Self.isNeeded($0.name) }) {
      fail(.malformedField, "the value of \(field.name) holds a control character", field.range)
    } else if let field = fields.first {
      warn(.controlCharacter, "the value of \(field.name) holds a control character", field.range)
    }
  }

  /// Whether the handshake, or who is let in, depends on the field.
  private static func isNeeded(_ name: String) -> Bool {
    let needed: Set<String> = [
      "host", "upgrade", "connection", "origin", "authorization", "expect", "content-length",
      "transfer-encoding",
    ]
    let name = name.lowercased()
    return needed.contains(name) || name.hasPrefix("sec-websocket-")
  }
}
