import WebSocketInspect
import WebSocketWire

/// What to try after a refused upgrade: one row for each kind of answer.
struct RefusalHint {
  private let status: String
  private let head: HTTPHead
  private let content: [UInt8]
  /// What was asked; nil where that is not known.
  private let request: HTTPHead?

  /// The sentence; nil where what was said leads to none.
  static func sentence(for head: HTTPHead, _ content: [UInt8], to request: HTTPHead? = nil) -> String? {
    let parts = head.startLineParts
    let hint = RefusalHint(
      status: parts.count > 1 ? parts[1] : "", head: head, content: content, request: request)
    return rows.first { $0.statuses.contains(hint.status) }?.words(hint)
  }

  /// Statuses, and what they mean with the rest of the answer.
  private static let rows: [(statuses: [String], words: @Sendable (RefusalHint) -> String?)] = [
    (["404"], { $0.missingPath }), (["200", "405"], { _ in "is the path right?" }),
    (["301", "302", "303", "307", "308"], { $0.redirect }),
    (["400"], { $0.wrongPort ?? $0.certificate ?? $0.lostUpgrade ?? $0.missingSubprotocol }),
    (["401"], { $0.challenge }),
    (["403"], { $0.forbidden }),
    (
      ["407"],
      { _ in "a proxy wants credentials: -H 'Proxy-Authorization: Basic ...', by the scheme that it names"
      }
    ),
    (["426"], { $0.wantedUpgrade }),
  ]

  private var redirect: String? {
    head.fields("Location").first.map { field in
      field.value.isEmpty
        ? "its Location is empty, so it does not say where to"
        : "it points to \(Escaper.line(SecretFilter.url(field.value))), and -L follows it"
    }
  }

  private var text: String { HTTPHead.text(content.prefix(4096)).lowercased() }

  /// Where servers have their WebSockets that have none at the root.
  private var missingPath: String {
    let path = request?.startLineParts.dropFirst().first?.prefix { $0 != "?" }
    return path == "/"
      ? "is the path right? Common ones are /ws, /websocket, /socket, /graphql, and /socket.io/?EIO=4&transport=websocket"
      : "is the path right?"
  }

  private static let dropped = "it did not see the Upgrade field that was sent: a proxy between may drop it"

  /// Servers that did not get our Upgrade field say so in their content.
  private var lostUpgrade: String? {
    if let request, request.fields("Upgrade").isEmpty { return nil }
    let isMissing =
      text.contains("not using the websocket protocol")
      || text.contains("upgrade")
        && ["header", "field", "missing", "required", "websocket"].contains(where: text.contains)
    return isMissing ? Self.dropped : nil
  }

  /// What nginx, Apache and Go's servers say on a port of TLS.
  private var wrongPort: String? {
    let words = [
      "plain http request was sent to https port", "speaking plain http to an ssl-enabled server port",
      "client sent an http request to an https server",
    ]
    return words.contains(where: text.contains) ? "the port speaks TLS: try wss://" : nil
  }

  /// nginx demands a client's certificate after the handshake of TLS.
  private var certificate: String? {
    if text.contains("no required ssl certificate was sent") {
      return "it demands a certificate of ours: --cert FILE and --key FILE"
    }
    return text.contains("the ssl certificate error")
      ? "it does not accept our certificate: give one that it does with --cert FILE and --key FILE" : nil
  }

  private var missingSubprotocol: String? {
    let isOffered = request?.fields("Sec-WebSocket-Protocol").isEmpty == false
    return !isOffered && ["subprotocol", "sec-websocket-protocol"].contains(where: text.contains)
      ? "does it want a subprotocol (-s)?" : nil
  }

  /// The scheme of the credentials that were sent, in small letters; nil for none.
  private var given: String? {
    request?.fields("Authorization").first.map { $0.value.prefix { $0 != " " }.lowercased() }
  }

  /// What a server may miss that knows who asks, or does not want to (RFC 9110 15.5.4).
  private var forbidden: String {
    let hasOrigin = request?.fields("Origin").isEmpty == false
    switch (hasOrigin, given != nil) {
    case (false, false): return "does it want another origin (--origin) or a token (-H)?"
    case (true, false): return "does it want another origin than the one given, or a token (-H)?"
    case (false, true): return "does it want an origin (--origin), or other credentials than those given?"
    case (true, true): return "it may not accept the origin or the credentials that it was given"
    }
  }

  private var challenge: String {
    let asked = HTTPChallenge.list(in: head, field: "WWW-Authenticate")
    if let given, asked.isEmpty || asked.contains(where: { $0.scheme == given }) {
      return given == "bearer"
        ? "it does not accept the token that it was given"
        : "it does not accept the credentials that it was given"
    }
    if let bearer = asked.first(where: { $0.scheme == "bearer" }) {
      return "it wants a token of the scheme \(Escaper.line(bearer.name)): --bearer TOKEN"
    }
    if let unknown = UnknownCredentials(asked) {
      return "it wants \(unknown.words)" + (unknown.canBeWritten ? ": -H 'Authorization: ...'" : "")
    }
    if !asked.isEmpty, asked.allSatisfy({ $0.scheme == "digest" }) {
      return "it wants credentials by Digest: --auth USER:PASSWORD"
    }
    return "it wants credentials: --auth USER:PASSWORD, or -H 'Authorization: ...'"
  }

  /// What a server wants that answers 426 (RFC 9110 15.5.22, RFC 6455 4.4).
  private var wantedUpgrade: String {
    let versions = head.elements("Sec-WebSocket-Version")
    if !versions.isEmpty, !versions.contains("13") {
      return
        "it speaks version \(Escaper.line(versions.joined(separator: ", "))) of the protocol, and wscope 13"
    }
    let protocols = head.elements("Upgrade")
    if !protocols.isEmpty, !protocols.contains(where: { $0.lowercased().hasPrefix("websocket") }) {
      let usesTLS = protocols.contains { $0.lowercased().hasPrefix("tls") }
      return "it wants an upgrade to \(Escaper.line(protocols.joined(separator: ", ")))"
        + (usesTLS ? "; does the port want wss://?" : ", which is not a WebSocket")
    }
    // Who speaks our version and asks for the upgrade all the same did not get it.
    if let lostUpgrade { return lostUpgrade }
    if versions.isEmpty, !protocols.isEmpty, request?.fields("Upgrade").isEmpty == false {
      return Self.dropped
    }
    return versions.isEmpty
      ? "it wants another version of the protocol than 13, or a subprotocol (-s)"
      : "it speaks version 13 of the protocol, so does it want a subprotocol (-s)?"
  }
}
