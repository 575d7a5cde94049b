import WebSocketInspect
import WebSocketTransport
import WebSocketWire

extension Failure {
  /// The server answered, but with another status than 101: what it said, whole.
  static func refused(
    _ head: HTTPHead, _ body: [UInt8], fault: String?, _ place: String, to request: HTTPHead? = nil,
    contentLimit: Int? = nil
  ) -> Failure {
    let parts = head.startLineParts
    // The version says something where it is not the one that was asked for.
    let shown = parts[0].hasPrefix("HTTP/1.") ? parts.dropFirst() : parts[...]
    let line = shown.map(trimmed).filter { !$0.isEmpty }.joined(separator: " ")
    let status = Escaper.exact(SecretFilter.text(line))
    let content = RefusalContent(body, of: head, limit: contentLimit)
    var details = lines(head)
    if !content.lines.isEmpty { details += [""] + content.lines }
    for remark in HandshakeRules.remarks(on: head) + [fault, content.fault].compactMap(\.self) {
      details.append("(\(Escaper.line(SecretFilter.text(remark))))")
    }
    return Failure(
      .refused,
      "the upgrade was refused: \(place) answered \(status)\(content.isPage ? " with a web page" : ""), expected 101 Switching Protocols",
      hint: RefusalHint.sentence(for: head, body, to: request), details: details, isWhole: contentLimit != nil
    )
  }

  /// What came is not an opening handshake.
  static func notWebSocket(
    _ violations: [Violation], _ report: HandshakeReport?, _ received: [UInt8], _ place: String
  ) -> Failure {
    let violations = violations.filter { $0.rule.severity == .error }
    let rules = Set(violations.map(\.rule))
    let words = violations.map { Escaper.line($0.rule.cited(by: SecretFilter.text($0.words))) }.joined(
      separator: "; ")
    if rules.isDisjoint(with: [.notHTTP, .statusLine, .upgrade, .connection, .accept]) {
      return Failure(
        .protocolBroken, "\(place) broke the opening handshake: \(words)", details: lines(report))
    }
    if !rules.isDisjoint(with: [.notHTTP, .statusLine]) {
      let isTLS = received.count >= 3 && (0x14...0x17).contains(received[0]) && received[1] == 3
      if received.starts(with: "HTTP/".utf8) {
        return Failure(.notWebSocket, "not a WebSocket server: \(place) answered, but \(words)")
      }
      let shown = start(of: received, most: 60)
      return isTLS
        ? Failure(
          .notWebSocket,
          "not a WebSocket server: the answer of \(place) begins with a TLS record (\(Hex.spaced(received.prefix(3))))",
          hint: "try wss://")
        : Failure(
          .notWebSocket,
          "not a WebSocket server: \(place) does not speak HTTP, it sent: \(shown)")
    }
    return Failure(
      .notWebSocket, "not a WebSocket server: \(place) answered 101, but \(words)", details: lines(report))
  }

  /// The stream ended when a part of an answer had come, which is shown.
  static func cut(_ error: ConnectError, _ place: String) -> Failure {
    let cause = error.streamError.map { " (\(Escaper.line($0)))" } ?? ""
    return Failure(
      .lost, "\(error.route.endpoint) ended the stream \(place)\(cause)",
      details: error.handshake.map { ($0.interim + [$0.response].compactMap(\.self)).flatMap(lines) } ?? [])
  }

  /// The first bytes of what is not HTTP, without secrets: a head that is not one can hold those of a head.
  static func start(of received: [UInt8], most: Int) -> String {
    let text = HTTPHead.text(received[...])
    let shown = SecretFilter.text(text)
    return shown == text
      ? Escaper.exact(bytes: received.prefix(most)) : Escaper.exact(String(shown.unicodeScalars.prefix(most)))
  }

  private static func lines(_ report: HandshakeReport?) -> [String] {
    report?.faultyAnswers.flatMap(lines) ?? []
  }

  private static func trimmed(_ word: String) -> String {
    var word = word[...]
    while let last = word.last, last == " " || last == "\t" { word.removeLast() }
    return String(word)
  }

  /// The lines of a head, those that are not fields among them, with `***` for cookies and other secrets.
  static func lines(_ head: HTTPHead) -> [String] {
    let fields = head.fields.map { field in
      (field.range.lowerBound, "\(field.name): \(SecretFilter.value(field.value, ofField: field.name))")
    }
    let others = head.malformed.filter { line in !head.fields.contains { $0.range.contains(line.lowerBound) }
    }
    .map { ($0.lowerBound, SecretFilter.text(HTTPHead.text(head.bytes[$0]))) }
    let lines = (fields + others).sorted { $0.0 < $1.0 }.map { Escaper.exact($0.1) }
    return [Escaper.exact(SecretFilter.text(head.startLine))] + lines
  }

  /// At most ten lines and 1 KiB, without secrets.
  static func start(of body: [UInt8]) -> [String] {
    let text = HTTPHead.text(body[...])
    let safe = SecretFilter.text(text)
    let body = safe == text ? body : Array(safe.utf8)
    let kept = body.prefix(1024)
    let lines = kept.split(separator: 0x0A, omittingEmptySubsequences: false).map { line in
      Escaper.exact(bytes: line.last == 0x0D ? line.dropLast() : line)
    }
    let shown = Array(lines.prefix(10).reversed().drop { $0.isEmpty }.reversed())
    return shown + (body.count > kept.count || lines.count > 10 ? ["..."] : [])
  }
}
