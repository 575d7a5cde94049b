import Crypto

/// Whom a server lets in, beyond what the standard asks of a request (RFC 6455 4.2.2), and what it says of its own.
public struct Admission: Hashable, Sendable {
  /// Spoken by the server; the client's first of them is taken.
  public let subprotocols: [String]
  /// The origins whose pages may connect, `*` for all; empty for all, or on loopback for those of this machine. Only browsers send
  /// an Origin, so a request without one is let in.
  public let origins: [String]
  /// `user:password`, asked for with every request (RFC 7617); nil for none.
  public let credentials: String?
  /// Fields of the server's own in every answer that is not about a broken request.
  public let headers: [HeaderLine]
  /// The status that every handshake is refused with; nil lets them in.
  public let rejection: Int?
  /// Answers a plain GET of `/`; nil for none.
  public let page: Page?
  /// The compression that is agreed to where a client offers it; nil for none (RFC 7692).
  public let deflate: DeflateOptions?
  /// Whether the server is bound to a loopback address. A page of another machine is then let in only where `origins` has it: it
  /// runs in a browser on this one, and its user did not mean to let it talk to what only this machine can reach.
  package var isOnLoopback = false
  /// What lets a refused origin in, as words that end the sentence of its refusal.
  package var originRemedy: String?

  /// Lets in everyone who can reach it, and no page of another machine on loopback.
  public init() {
    (subprotocols, origins, credentials, headers, rejection, page) = ([], [], nil, [], nil, nil)
    deflate = .usual
  }

  /// Fails when a value cannot stand in a head, is no origin, no `user:password`, or a status outside of 300 to 599.
  public init(
    subprotocols: [String] = [], origins: [String] = [], credentials: String? = nil,
    headers: [HeaderLine] = [],
    rejection: Int? = nil, page: Page? = nil, deflate: DeflateOptions? = .usual
  ) throws(UsageError) {
    try OpeningRequest.check(subprotocols: subprotocols, headers: headers)
    for origin in origins where !Self.isOrigin(origin) {
      throw UsageError(
        "\(SecretFilter.url(origin).quoted) is not an origin, expected scheme://host[:port], null (RFC 6454 6.2) or * for all"
      )
    }
    if let credentials {
      guard credentials.contains(":"), credentials.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else {
        throw UsageError("credentials are USER:PASSWORD, without control characters (RFC 7617 2)")
      }
    }
    if let rejection, !(300...599).contains(rejection) {
      throw UsageError("\(rejection) cannot refuse a handshake: a status of 300 to 599 is expected")
    }
    self.subprotocols = subprotocols
    self.origins = origins.map { $0.lowercased() }
    self.credentials = credentials
    self.headers = headers
    self.rejection = rejection
    self.page = page
    self.deflate = deflate
  }

  private static func isOrigin(_ text: String) -> Bool {
    if text == "null" || text == "*" { return true }
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    return parts.count == 3 && parts[0].count > 1 && parts[0].last == ":" && parts[1].isEmpty
      && !parts[2].isEmpty
  }

  /// Why a handshake that keeps the rules is refused all the same; nil lets it in.
  func refusal(of request: HTTPHead) -> PolicyAnswer? {
    if let rejection { return PolicyAnswer(rejection, "every handshake is refused") }
    if let answer = challenge(to: request) { return answer }
    return stranger(in: request).map { PolicyAnswer(403, $0 + (originRemedy.map { ": \($0)" } ?? "")) }
  }

  /// Why a page may not connect; nil where it may, or where the request is not a browser's.
  private func stranger(in request: HTTPHead) -> String? {
    guard !origins.contains("*"), isOnLoopback || !origins.isEmpty else { return nil }
    for field in request.fields("Origin") where !origins.contains(field.value.lowercased()) {
      guard isOnLoopback, LoopbackName.isOrigin(field.value) else {
        let origin = SecretFilter.text(field.value)
        return "its Origin \(origin.isEmpty ? origin.quoted : origin) is not allowed"
      }
      // A name that was bound anew to this machine is foreign in both fields, a request that was tampered with in one.
      if let host = request.fields("Host").first(where: { !LoopbackName.isHost($0.value) }) {
        return "its Host \(SecretFilter.url(host.value)) is not this machine, as its Origin \(field.value) is"
      }
    }
    return nil
  }

  /// What a request that is no handshake at all is answered; nil when it is to be judged as one.
  func answer(to request: HTTPHead, judged report: HandshakeReport) -> PolicyAnswer? {
    let parts = request.startLineParts
    let handshakeOnly: Set<Rule> = [.method, .upgrade, .connection, .version, .key]
    guard let page, parts.count == 3, parts[0] == "GET" || parts[0] == "HEAD",
      request.fields("Upgrade").isEmpty,
      handshakeOnly.isSuperset(of: report.failed.map(\.rule))
    else { return nil }
    if let answer = challenge(to: request) { return answer }
    let path = parts[1].prefix { $0 != "?" }
    return path == "/" ? PolicyAnswer(page) : PolicyAnswer(404, "there is no page at \(path)")
  }

  /// 401 for a request without the right credentials.
  private func challenge(to request: HTTPHead) -> PolicyAnswer? {
    guard let credentials else { return nil }
    let fields = request.fields("Authorization")
    let words = fields.first?.value.split(separator: " ") ?? []
    if fields.count == 1, words.count == 2, words[0].lowercased() == "basic",
      let given = Base64.decode(String(words[1])), Self.areSame(given, Array(credentials.utf8))
    {
      return nil
    }
    return PolicyAnswer(
      401, fields.isEmpty ? "it has no credentials" : "its credentials are wrong",
      fields: [#"WWW-Authenticate: Basic realm="wscope", charset="UTF-8""#])
  }

  /// Digests are compared in a time that tells nothing of where they differ.
  private static func areSame(_ one: [UInt8], _ other: [UInt8]) -> Bool {
    SHA256.hash(data: one) == SHA256.hash(data: other)
  }
}
