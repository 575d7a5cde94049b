import WebSocketWire

/// What to try after a connection that ended: one row for each kind of evidence.
struct EndingHint {
  private let ending: ConnectionEnd
  private let isSecure: Bool
  /// The opening request; nil where it is not known.
  private let request: HTTPHead?
  /// The kind of our messages; nil where none was sent.
  private let sent: MessageKind?
  /// The role of the other end.
  private let peer: WebSocketRole

  /// The sentence; nil where the evidence leads to none.
  static func sentence(
    _ ending: ConnectionEnd, isSecure: Bool, request: HTTPHead? = nil, sent: MessageKind? = nil,
    peer: WebSocketRole = .server
  ) -> String? {
    let hint = EndingHint(ending: ending, isSecure: isSecure, request: request, sent: sent, peer: peer)
    return peer == .server ? rows.first { $0.evidence(hint) }?.words : nil
  }

  /// The first row whose evidence is there counts.
  private static let rows: [(evidence: @Sendable (EndingHint) -> Bool, words: String)] = [
    ({ $0.refusesKind && $0.sent == .text }, "does it want binary messages (--binary)?"),
    ({ $0.refusesKind && $0.sent == .binary }, "does it want text messages? They are sent without --binary"),
    ({ $0.isSilent && !$0.isSecure && $0.offersSubprotocol }, "does the port want wss://?"),
    // A server of TLS that gets a request in the clear mostly just closes.
    ({ $0.isSilent && !$0.isSecure }, "does the port want wss://, or the server a subprotocol (-s)?"),
    ({ $0.isSilent && !$0.offersSubprotocol }, "does the server want a subprotocol (-s)?"),
  ]

  /// Whether it closed because of the kind of a message: by the code, and by a reason that says nothing else.
  private var refusesKind: Bool {
    guard case .closed(let body, by: peer) = ending, body.code == .unsupportedData else { return false }
    let reason = body.reason.lowercased()
    return reason.isEmpty || reason.contains("text") || reason.contains("binary")
  }

  /// Whether it ended the stream without an answer.
  private var isSilent: Bool {
    if case .lost(duringHandshake: true, _) = ending { true } else { false }
  }

  private var offersSubprotocol: Bool { request?.fields("Sec-WebSocket-Protocol").isEmpty == false }
}
