public import WebSocketWire

/// Why there is no open connection, how far it came, and what was tried.
public struct ConnectError: Error, Hashable, Sendable {
  /// What went wrong.
  public let reason: OpeningFailure
  /// How the server was to be reached.
  public let route: Route
  /// The step that was not done.
  public let phase: Phase.Name
  /// The steps that were done, in order.
  public let phases: [Phase]
  /// The addresses that were tried, in order.
  public let attempts: [ConnectAttempt]
  /// The request and what came of an answer, with what is missing or wrong as a failed check; nil where no request was sent.
  public let handshake: HandshakeReport?
  /// The server's address, with its port; empty where there was no stream.
  public let address: String
  /// Our own address, with its port; empty where there was no stream.
  package let localAddress: String
  /// When it was begun, since the run began.
  package let start: Duration
  /// The system's words for what ended the stream, if it was not the server in the ordinary way.
  package let streamError: String?
  /// What is known of TLS and of the server's certificates; nil where TLS was not spoken, or there was no stream.
  public let tls: TLSReport?
}

extension ConnectError {
  /// Whether the same connect may go better later: the network failed, or the server is busy.
  public var mayPass: Bool {
    switch reason {
    case .transport(let error): [.hostNotFound, .unreachable, .connectTimedOut].contains(error.code)
    case .handshake(.lost), .handshake(.timedOut): true
    case .handshake(.refused(let head, _, _)):
      Digits.decimal(head.startLineParts.dropFirst().first ?? "").map {
        [408, 425, 429].contains($0) || 500...599 ~= $0
      } ?? false
    case .handshake, .proxy, .cancelled: false
    }
  }
}

extension ConnectError {
  /// How long the server asks to be left alone, at this time since 1970-01-01 00:00 UTC; nil where it does not say.
  package func retryAfter(sinceEpoch now: Duration) -> Duration? {
    guard case .handshake(.refused(let head, _, _)) = reason else { return nil }
    return RetryAfter.seconds(in: head, now: Int(clamping: now.components.seconds)).map { .seconds($0) }
  }
}

extension ConnectError: CustomStringConvertible {
  /// One sentence without credentials. It names the server, and shows the first line of a refusal as the server sent it.
  public var description: String {
    switch reason {
    case .transport(let error): error.description
    case .proxy(let failure): failure.description
    case .handshake(.refused(let head, _, _)): "\(route.endpoint) refused the upgrade: \(head.startLine)"
    case .handshake(.timedOut): "\(route.endpoint) did not complete the opening handshake in time"
    case .handshake(.lost): "\(route.endpoint) ended the stream without an answer to the opening handshake"
    case .handshake: "\(route.endpoint) broke the opening handshake"
    case .cancelled: "the connect to \(route.endpoint) was cancelled"
    }
  }
}

extension ConnectError: OpeningError {}
