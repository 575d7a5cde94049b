import Crypto
package import WebSocketWire

/// Which clients a server accepts, beyond what the standard asks of a request (RFC 6455 4.2.2), and the fields of its answers.
package struct UpgradePolicy: Hashable, Sendable {
  /// What is agreed to with a client that is accepted. Its fields are also in every answer that is not about a broken request.
  package private(set) var terms: UpgradeTerms
  /// The origins whose pages may connect, `*` for all; empty for all, or on loopback for those of this machine. Only browsers send
  /// an Origin, so a request without one is accepted.
  package let origins: [String]
  /// `user:password`, asked for with every request (RFC 7617); nil for none.
  package let credentials: String?
  /// The status that every handshake is refused with; nil lets them in.
  package let rejection: Int?
  /// Answers a plain GET of `/`; nil for none.
  package let page: Page?
  /// Whether the server is bound to a loopback address. A page of another machine is then accepted only where `origins` has it: it
  /// runs in a browser on this one, and its user did not mean to let it talk to what only this machine can reach.
  package var isOnLoopback = false
  /// What the owner of the server can do about a refusal, by its cause, as words that end its sentence.
  package var remedies: [Cause: String] = [:]

  /// What of the policy refuses a request.
  package enum Cause: Hashable, Sendable {
    case credentials, origin, page, rejection, room
  }

  /// Where the page is.
  private static let pagePath = "/"

  /// Lets in everyone who can reach it, and no page of another machine on loopback.
  package init() {
    (terms, origins, credentials, rejection, page) = (UpgradeTerms(), [], nil, nil, nil)
  }

  /// Fails when a value cannot be in a head, is not an origin, no `user:password`, or a status outside of 300 to 599.
  package init(
    subprotocols: [String] = [], origins: [String] = [], credentials: String? = nil,
    headers: [HTTPField] = [],
    rejection: Int? = nil, page: Page? = nil, deflate: DeflateOptions? = .default
  ) throws(UsageError) {
    terms = try UpgradeTerms(subprotocols: subprotocols, headers: headers, deflate: deflate)
    terms.headPaths = page == nil ? [] : [Self.pagePath]
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
    self.origins = origins.map(Self.asSent)
    self.credentials = credentials
    self.rejection = rejection
    self.page = page
  }

  /// The origin as a browser writes it: in lower case, without the port that goes without saying (RFC 6454 6.2).
  private static func asSent(_ origin: String) -> String {
    let text = origin.lowercased()
    for (scheme, port) in [("http://", ":80"), ("https://", ":443")] where text.hasPrefix(scheme) {
      if text.hasSuffix(port) { return String(text.dropLast(port.count)) }
    }
    return text
  }

  private static func isOrigin(_ text: String) -> Bool {
    if text == "null" || text == "*" { return true }
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    return parts.count == 3 && parts[0].count > 1 && parts[0].last == ":" && parts[1].isEmpty
      && HostSyntax.isField(parts[2]) && !parts[2].contains("*") && parts[2].last != ":"
  }

  /// Decides over a request. `next`, `hasRoom` and then `mayCompress` are asked at most once, when nothing else is against the client.
  func decision(
    on report: HandshakeReport, then next: (HandshakeReport) -> UpgradeDecision = { _ in .accept() },
    hasRoom: () -> Bool = { true }, mayCompress: (NegotiatedDeflate) -> Bool = { _ in true }
  ) -> UpgradeDecision {
    guard report.failed.isEmpty else { return pageRequest(report) ?? .accept() }
    if let refusal = refusal(of: report.request) { return refusal }
    let decision = next(report)
    guard case .accept(let compressed, let subprotocol, let headers) = decision else { return decision }
    guard hasRoom() else { return refuse(.serviceUnavailable, "the server is full", because: .room) }
    return .accept(
      compressed: compressed && report.deflate.map(mayCompress) ?? true, subprotocol: subprotocol,
      headers: headers)
  }

  /// Why a handshake that keeps the rules is refused; nil where it is accepted.
  private func refusal(of request: HTTPHead) -> UpgradeDecision? {
    if let rejection {
      return refuse(HTTPStatus(rejection), "every handshake is refused", because: .rejection)
    }
    if let answer = challenge(to: request) { return answer }
    return stranger(in: request).map { refuse(.forbidden, $0, because: .origin) }
  }

  /// Why a page may not connect; nil where it may, or where the request is not a browser's.
  private func stranger(in request: HTTPHead) -> String? {
    guard !origins.contains("*"), isOnLoopback || !origins.isEmpty else { return nil }
    for field in request.fields("Origin") where !origins.contains(field.value.lowercased()) {
      guard isOnLoopback, LoopbackName.isOrigin(field.value) else {
        let origin = SecretFilter.text(field.value)
        return "its Origin \(origin.isEmpty ? origin.quoted : origin) is not allowed"
      }
      // A name that was bound again to this machine is foreign in both fields, a request that was tampered with in one.
      let hosts =
        RequestLine(request.startLine).authority.map { [$0] } ?? request.fields("Host").map(\.value)
      if let host = hosts.first(where: { !LoopbackName.isHost($0) }) {
        return "its Host \(SecretFilter.url(host)) is not this machine, as its Origin \(field.value) is"
      }
    }
    return nil
  }

  /// What a request for a page is answered; nil when the request is to be judged as a handshake.
  private func pageRequest(_ report: HandshakeReport) -> UpgradeDecision? {
    let request = report.request
    let parts = request.startLineParts
    let handshakeOnly: Set<Rule> = [.method, .upgrade, .connection, .version, .key]
    guard let page, parts.count == 3, parts[0] == "GET" || parts[0] == "HEAD",
      parts[0] == "HEAD" || request.fields("Upgrade").isEmpty,
      handshakeOnly.isSuperset(of: report.failed.map(\.rule))
    else { return nil }
    if let answer = challenge(to: request) { return answer }
    let path = RequestLine(request.startLine).path
    guard path == Self.pagePath else {
      return refuse(.notFound, "there is no page at \(path)", because: .page)
    }
    let fields = [
      HTTPField(trusted: "Content-Security-Policy", page.policy),
      HTTPField(trusted: "Cache-Control", "no-store"),
    ]
    return .answer(
      HTTPResponse(.ok, mediaType: "text/html", fields: fields + commonFields, body: page.html), reason: "")
  }

  private func refuse(
    _ status: HTTPStatus, _ words: String, because cause: Cause, fields: [HTTPField] = []
  ) -> UpgradeDecision {
    let reason = words + (remedies[cause].map { ": \($0)" } ?? "")
    return .answer(
      HTTPResponse(status, fields: fields + commonFields, body: "Not let in: \(reason).\n"), reason: reason)
  }

  private var commonFields: [HTTPField] {
    [HTTPField(trusted: "X-Content-Type-Options", "nosniff")] + terms.headers
  }

  /// 401 for a request without the right credentials.
  private func challenge(to request: HTTPHead) -> UpgradeDecision? {
    guard let credentials else { return nil }
    let fields = request.fields("Authorization")
    let words = fields.first?.value.split(separator: " ") ?? []
    if fields.count == 1, words.count == 2, words[0].lowercased() == "basic",
      let given = Base64.decode(String(words[1])), Self.areSame(given, Array(credentials.utf8))
    {
      return nil
    }
    return refuse(
      .unauthorized, fields.isEmpty ? "credentials are missing" : "its credentials are wrong",
      because: .credentials,
      fields: [HTTPField(trusted: "WWW-Authenticate", #"Basic realm="wscope", charset="UTF-8""#)])
  }

  /// Digests are compared in a time that tells nothing of where they differ.
  static func areSame(_ one: [UInt8], _ other: [UInt8]) -> Bool {
    SHA256.hash(data: one) == SHA256.hash(data: other)
  }
}
