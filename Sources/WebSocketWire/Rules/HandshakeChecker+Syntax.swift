/// What RFC 9110 and RFC 9112 ask of any head: its first line, its content and the shape of its fields.
extension HandshakeChecker {
  /// How many faults of one kind are reported each; of what is beyond, the number.
  private static let reportedAtMost = 20

  // MARK: The request line

  /// Reported only where it is wrong.
  mutating func requestLine(_ line: RequestLine) {
    if !line.isTidy, !line.target.isEmpty {
      fail(
        .requestLine,
        "the request line is \(head.startLine.quoted), expected method, target and version with one space between them",
        head.startLineRange)
    }
    if let fault = Self.fault(inTarget: line.target) {
      fail(.requestTarget, "the request target is \(fault)", head.startLineRange)
    } else if let fault = Self.oddity(inTarget: line.target) {
      warn(.targetCharacter, "the request target is \(fault)", head.startLineRange)
    }
  }

  /// What browsers send all the same, as WHATWG's URL standard leaves some of it unencoded.
  private static func oddity(inTarget text: String) -> String? {
    if let byte = text.utf8.first(where: { "\"<>\\^`{|}".utf8.contains($0) }) {
      return "\(text.quoted), in which \(String(UnicodeScalar(byte))) has to be percent-encoded"
    }
    let parts = text.split(separator: "%", omittingEmptySubsequences: false).dropFirst()
    let isEncoded = parts.allSatisfy { $0.utf8.count >= 2 && Digits.hex($0.utf8.prefix(2)) != nil }
    return isEncoded ? nil : "\(text.quoted), in which % is followed by something else than two hex digits"
  }

  private static func fault(inTarget text: String) -> String? {
    guard !text.isEmpty else { return "missing, expected a path that begins with /" }
    if text.utf8.contains(0x20) { return "\(text.quoted), in which a space has to be %20" }
    if !text.utf8.allSatisfy({ 0x21...0x7E ~= $0 }) {
      return "\(text.quoted), in which all but visible ASCII has to be percent-encoded"
    }
    if text.utf8.contains(0x23) { return "\(text.quoted), and a fragment is never sent to a server" }
    if text.hasPrefix("/") { return nil }
    guard let scheme = RequestLine.schemes.first(where: text.lowercased().hasPrefix) else {
      return
        "\(text.quoted), expected a path that begins with / or a URL with ws://, wss://, http:// or https://"
    }
    let authority = text.dropFirst(scheme.count).prefix { $0 != "/" && $0 != "?" }
    if authority.isEmpty { return "\(text.quoted), which has no host" }
    return HostSyntax.fault(inField: authority).map {
      "\(text.quoted), with \(String(authority).quoted), \($0)"
    }
  }

  // MARK: Content

  /// What the Content-Length fields say together.
  private enum ContentLength {
    case none
    case some
    /// Not one number; the words say what was expected.
    case broken(String)
  }

  /// The same number more than once counts as one (RFC 9110 8.6).
  private var contentLength: ContentLength {
    let values = head.fields("Content-Length").flatMap { field in
      field.value.split(separator: ",", omittingEmptySubsequences: false).map { $0.trimmingSpaces() }
    }
    guard values.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy { 0x30...0x39 ~= $0 } }) else {
      return .broken("a number of bytes in decimal digits")
    }
    let numbers = Set(values.map { $0.drop { $0 == "0" } })
    guard numbers.count <= 1 else { return .broken("one number of bytes") }
    return numbers.first?.isEmpty ?? true ? .none : .some
  }

  /// Reported only where the number is not one.
  mutating func contentLengthSyntax() {
    let fields = head.fields("Content-Length")
    guard let first = fields.first, case .broken(let expected) = contentLength else { return }
    let value = fields.map(\.value).joined(separator: ", ")
    fail(.contentLength, "Content-Length is \(value.quoted), expected \(expected)", first.range)
  }

  private var hasContent: Bool {
    if !head.fields("Transfer-Encoding").isEmpty { return true }
    if case .none = contentLength { return false }
    return true
  }

  /// Reported only where it is wrong.
  mutating func requestBody() {
    for field in head.fields("Transfer-Encoding").prefix(1) {
      fail(
        .requestBody, "Transfer-Encoding is \(field.value.quoted), and an opening handshake has no content",
        field.range)
    }
    contentLengthSyntax()
    if case .some = contentLength, let field = head.fields("Content-Length").first {
      fail(
        .requestBody, "Content-Length is \(field.value), and an opening handshake has no content", field.range
      )
    }
  }

  /// What follows 101 is frames, so a field that frames content says nothing; reported only where there is one.
  mutating func answerBody() {
    for name in ["Content-Length", "Transfer-Encoding"] {
      guard let field = head.fields(name).first else { continue }
      warn(.answerContent, "the answer 101 has a \(field.name), and content cannot follow it", field.range)
    }
  }

  /// Reported only where there is one.
  mutating func expectation() {
    guard let first = head.fields("Expect").first else { return }
    let members = head.elements("Expect")
    if members.isEmpty { return }
    let words = "Expect is \(members.joined(separator: ", ").quoted)"
    if members.allSatisfy({ $0.lowercased() == "100-continue" }) {
      guard !hasContent else { return }
      warn(.needlessExpectation, "\(words), and the request has no content to hold back", first.range)
    } else {
      fail(.expectation, "\(words), expected 100-continue or no Expect", first.range)
    }
  }

  // MARK: Lines

  /// The shape of the lines, reported only where it is wrong. A client unfolds a folded field, a server refuses it (RFC 9112 5.2).
  mutating func lines(unfolds: Bool) {
    if head.startLine.unicodeScalars.contains(where: { $0.value == 0x0D || $0.value == 0x00 }) {
      fail(.malformedLine, "the first line holds a carriage return or NUL", head.startLineRange)
    }
    for line in head.malformed.prefix(Self.reportedAtMost) {
      if let field = field(at: line) {
        fail(.fieldValue, "the value of \(field.name) holds a carriage return or NUL", line)
      } else {
        let (rule, words) = Self.fault(ofLine: HTTPHead.text(head.bytes[line]))
        fail(rule, words, line)
      }
    }
    count(head.malformed, "lines are not fields or hold a carriage return or NUL", .malformedField)
    var folded: Range<Int>?
    for line in head.folds.prefix(Self.reportedAtMost) {
      guard let field = field(at: line), field.range != folded else { continue }
      folded = field.range
      let words = "the field \(field.name) is folded onto another line"
      if unfolds { warn(.foldedField, words, line) } else { fail(.requestFolded, words, line) }
    }
    controlCharacters()
    if let offset = head.bareLineFeeds.first {
      fail(.bareLineFeed, "a line ends in a bare line feed", offset..<offset + 1)
    }
  }

  private static func fault(ofLine text: String) -> (Rule, String) {
    let colon = text.firstIndex(of: ":") ?? text.endIndex
    let name = text[..<colon].trimmingSpaces()
    let shown = SecretFilter.brokenField(text).quoted
    if colon < text.endIndex, name.isEmpty {
      return (.malformedField, "the line \(shown) has no name before its colon")
    }
    if colon < text.endIndex, name.utf8.allSatisfy(HTTPField.isToken) {
      // Before the first field it is RFC 9112 2.2 that is broken, after a name 5.1.
      let rule: Rule = text.first == " " || text.first == "\t" ? .malformedField : .fieldNameBlank
      return (rule, "the line \(shown) has a blank beside the field's name")
    }
    return (.malformedField, "the line \(shown) is not a field: a name, a colon and a value")
  }

  /// Says how many faults are not reported one by one.
  private mutating func count(_ places: [Range<Int>], _ words: String, _ rule: Rule) {
    guard places.count > Self.reportedAtMost else { return }
    fail(rule, "\(places.count - Self.reportedAtMost) more \(words)", places[Self.reportedAtMost])
  }

  private func field(at line: Range<Int>) -> HTTPHead.Field? {
    head.fields.first { $0.range.contains(line.lowerBound) }
  }

  /// What `malformed` has already is not reported again.
  private mutating func controlCharacters() {
    let fields = head.fields.filter { $0.hasControlCharacter && !$0.hasLineEndOrNUL }
    for field in fields.filter({ Self.isNeeded($0.name) }).prefix(Self.reportedAtMost) {
      fail(.fieldValue, "the value of \(field.name) holds a control character", field.range)
    }
    for field in fields.filter({ !Self.isNeeded($0.name) }).prefix(Self.reportedAtMost) {
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
