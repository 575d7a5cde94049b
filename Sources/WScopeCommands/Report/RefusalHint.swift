import WebSocketInspect
import WebSocketWire

/// What to try after a refused upgrade: one row for each kind of answer.
struct RefusalHint {
  private let status: String
  private let head: HTTPHead
  private let content: [UInt8]

  /// The sentence; nil where what was said leads to none.
  static func sentence(for head: HTTPHead, _ content: [UInt8]) -> String? {
    let parts = head.startLineParts
    let hint = RefusalHint(status: parts.count > 1 ? parts[1] : "", head: head, content: content)
    return rows.first { $0.statuses.contains(hint.status) }?.words(hint)
  }

  /// Statuses, and what they mean with the rest of the answer.
  private static let rows: [(statuses: [String], words: @Sendable (RefusalHint) -> String?)] = [
    (["200", "404", "405"], { _ in "is the path right?" }),
    (["301", "302", "303", "307", "308"], { $0.redirect }),
    (["400"], { $0.lostUpgrade }),
    (["401"], { $0.challenge }),
    (["403"], { _ in "does it want another origin (--origin) or a token (-H)?" }),
    (
      ["407"],
      { _ in "a proxy wants credentials: -H 'Proxy-Authorization: Basic ...', by the scheme that it names"
      }
    ),
    (["426"], { $0.wantedUpgrade }),
  ]

  private var redirect: String? {
    head.fields("Location").first.map {
      "it points to \(Escaper.line(SecretFilter.url($0.value))), and -L follows it"
    }
  }

  /// Servers that were sent no Upgrade field, or did not get it, say so in their content.
  private var lostUpgrade: String? {
    let text = HTTPHead.text(content.prefix(4096)).lowercased()
    return ["upgrade", "not using the websocket protocol"].contains(where: text.contains)
      ? "it did not see the Upgrade field that was sent: a proxy between may drop it" : nil
  }

  private var challenge: String {
    let schemes = head.fields("WWW-Authenticate").map { field in
      String(field.value.prefix { $0 != " " && $0 != "," })
    }
    let known = ["basic", "digest"]
    if let bearer = schemes.first(where: { $0.lowercased() == "bearer" }) {
      return "it wants a token of the scheme \(Escaper.line(bearer)): --bearer TOKEN"
    }
    guard schemes.isEmpty || schemes.contains(where: { known.contains($0.lowercased()) }) else {
      return
        "it wants credentials of the scheme \(Escaper.line(schemes.joined(separator: ", "))): -H 'Authorization: ...'"
    }
    return
      "it wants credentials, or others than it was given: --auth USER:PASSWORD, or -H 'Authorization: ...'"
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
    return versions.isEmpty
      ? "it wants another version of the protocol than 13, or a subprotocol (-s)"
      : "it speaks version 13 of the protocol, so does it want a subprotocol (-s)?"
  }
}
