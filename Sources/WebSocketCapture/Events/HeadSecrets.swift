import WebSocketWire

/// What may be written of the heads of a handshake: all of it, or with `***` for credentials.
struct HeadSecrets {
  let showsSecrets: Bool
  /// Subprotocols that are secret wherever they are.
  let tokens: [String]

  func startLine(of head: HTTPHead) -> String {
    guard !showsSecrets else { return head.startLine }
    let parts = head.startLineParts
    guard parts.count == 3 else { return SecretFilter.text(head.startLine) }
    return "\(parts[0]) \(SecretFilter.resource(parts[1])) \(SecretFilter.text(parts[2]))"
  }

  func value(of field: HTTPHead.Field) -> String {
    if showsSecrets { return field.value }
    return tokens.contains(field.value)
      ? SecretFilter.mark : SecretFilter.value(field.value, ofField: field.name)
  }

  /// The head as it may be written byte by byte.
  func head(_ head: HTTPHead) -> HTTPHead { showsSecrets ? head : head.withoutSecrets(tokens: tokens) }

  func text(_ text: String) -> String { showsSecrets ? text : SecretFilter.text(text) }

  /// A line that is not a field.
  func brokenField(_ line: String) -> String { showsSecrets ? line : SecretFilter.brokenField(line) }

  /// A URL that was read without user and password: its scheme and host are what they are.
  func url(_ url: String) -> String {
    guard !showsSecrets else { return url }
    let host = url.prefix { $0 != "/" }.count + 2
    let end = url.dropFirst(host).firstIndex(of: "/") ?? url.endIndex
    return url[..<end] + SecretFilter.resource(String(url[end...]))
  }

  /// The bytes at fault; those of a head may be a secret.
  func evidence(of violation: Violation) -> [UInt8]? {
    showsSecrets || !violation.rule.isHandshake ? violation.evidence : nil
  }
}
