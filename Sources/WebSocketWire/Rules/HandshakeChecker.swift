/// Collects the verdicts on one head, a method a requirement.
struct HandshakeChecker {
  let head: HTTPHead
  private(set) var checks: [HandshakeCheck] = []

  init(_ head: HTTPHead) { self.head = head }

  mutating func ok(_ rule: Rule, _ words: String, _ range: Range<Int>) {
    checks.append(HandshakeCheck(rule: rule, verdict: .ok, words: words, range: range))
  }

  mutating func fail(_ rule: Rule, _ words: String, _ range: Range<Int>) {
    checks.append(HandshakeCheck(rule: rule, verdict: .failed, words: words, range: range))
  }

  mutating func warn(_ rule: Rule, _ words: String, _ range: Range<Int>) {
    checks.append(HandshakeCheck(rule: rule, verdict: .warned, words: words, range: range))
  }

  private mutating func idle(_ rule: Rule, _ words: String) {
    checks.append(HandshakeCheck(rule: rule, verdict: .idle, words: words, range: missing))
  }

  /// The place of something that is missing: the empty line at the end.
  private var missing: Range<Int> { head.bytes.count..<head.bytes.count }

  mutating func version(_ text: String) {
    let range = head.startLineRange
    let digits = text.dropFirst(5).split(separator: ".", omittingEmptySubsequences: false).map { part in
      part.utf8.count == 1 ? Digits.decimal(part) : nil
    }
    guard text.hasPrefix("HTTP/"), digits.count == 2, digits[0] == 1, let minor = digits[1], minor >= 1 else {
      return fail(.httpVersion, Self.versionWords(text), range)
    }
    ok(.httpVersion, "version \(text)", range)
  }

  /// What is said of a version that is not one of HTTP/1.
  static func versionWords(_ text: String) -> String {
    "the version is \(text.isEmpty ? "missing" : text.quoted), expected HTTP/1.1"
  }

  mutating func host() {
    let fields = head.fields("Host")
    switch fields.count {
    case 1:
      let value = fields[0].value
      guard let fault = HostSyntax.fault(inField: value) else {
        return ok(.host, "Host is \(value)", fields[0].range)
      }
      fail(.host, "Host is \(value.quoted), \(fault)", fields[0].range)
    case 0: fail(.host, "Host is missing", missing)
    default: fail(.host, "Host is given \(fields.count) times, expected once", fields[1].range)
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
      let once = isWhole && fields.count > 1 ? " once" : ""
      fail(
        .upgrade,
        "Upgrade is \(fields.map(\.value).joined(separator: ", ").quoted), expected websocket\(once)",
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
      fail(.key, "Sec-WebSocket-Key is given \(fields.count) times, expected once", fields[1].range)
    } else if let count = AcceptKey.byteCount(ofKey: first.value) {
      if count == 16 {
        ok(.key, "Sec-WebSocket-Key is 16 bytes", first.range)
      } else {
        fail(.key, "Sec-WebSocket-Key is \(count) bytes, expected 16", first.range)
      }
    } else {
      fail(.key, "Sec-WebSocket-Key is \(first.value.quoted), which is not base64", first.range)
    }
    return AcceptKey(for: first.value)
  }

  mutating func accept(expected: AcceptKey?) {
    let fields = head.fields("Sec-WebSocket-Accept")
    guard let first = fields.first else { return fail(.accept, "Sec-WebSocket-Accept is missing", missing) }
    if fields.count > 1 {
      fail(.accept, "Sec-WebSocket-Accept is given \(fields.count) times, expected once", fields[1].range)
    } else if let expected, first.value == expected.value {
      ok(.accept, "Accept answers the key", first.range)
    } else {
      let wanted = expected?.value ?? "a request with a key"
      fail(.accept, "Sec-WebSocket-Accept is \(first.value.quoted), expected \(wanted)", first.range)
    }
  }

  /// Browsers hide tokens among subprotocols, so the words have `***` for those.
  mutating func subprotocol(offered: [String]) -> String? {
    let offers =
      offered.isEmpty ? "none" : SecretFilter.subprotocols(offered.joined(separator: ", "), after: nil)
    let fields = head.fields("Sec-WebSocket-Protocol")
    guard let first = fields.first else {
      idle(
        .subprotocol,
        offered.isEmpty ? "no subprotocol offered, none chosen" : "\(offers) offered, none chosen")
      return nil
    }
    let choice =
      SecretFilter.secretSubprotocols(offered).contains(first.value)
      ? SecretFilter.mark : SecretFilter.subprotocols(fields.map(\.value).joined(separator: ", "), after: nil)
    if fields.count == 1, offered.contains(first.value) {
      ok(.subprotocol, "subprotocol \(choice) was offered", first.range)
      return first.value
    }
    fail(.subprotocol, "the server chose the subprotocol \(choice.quoted), offered: \(offers)", first.range)
    return nil
  }

  /// The parameters of the compression that the server chose, where that is in order.
  mutating func extensions(to request: HTTPHead) -> NegotiatedDeflate? {
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
  ) -> NegotiatedDeflate? {
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
      .extensionSyntax,
      "Sec-WebSocket-Extensions is \(broken.value.quoted), which is not a list of extensions", broken.range)
    return false
  }
}
