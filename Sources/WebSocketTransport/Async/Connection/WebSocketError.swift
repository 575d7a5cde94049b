public import WebSocketWire

/// What the asynchronous API throws, beside `CancellationError`.
///
/// `description` is safe for a log: it has numbers and words of ours, and no byte that a peer sent. A mistake of the program
/// (`Cause.usage`) is described with the program's own value, less its secrets.
public struct WebSocketError: Error, Hashable, Sendable {
  /// How far the connection, or the server, had come.
  public enum Phase: String, Hashable, Sendable {
    /// Nothing was sent: a URL, a header or a file of the program cannot be used.
    case configuration
    /// The host's name is looked up.
    case lookup
    /// TCP, or a unix socket.
    case connect
    /// The TLS handshake.
    case tls
    /// A proxy is asked for a tunnel.
    case proxy
    /// The opening handshake (RFC 6455 4).
    case upgrade
    /// Messages pass both ways.
    case open
    /// The address of a server is bound.
    case listen
  }

  /// Why the call failed.
  public enum Cause: Hashable, Sendable {
    /// The program's own mistake.
    case usage(UsageError)
    /// The network's, the system's, or a lack of trust.
    case transport(TransportError)
    /// A proxy led to no connection.
    indirect case proxy(ProxyFailure)
    /// The connection is over, and not by a clean close; or it never opened.
    indirect case ended(ConnectionEnd)
    /// No Pong came within this time.
    case noPong(within: Duration)
    /// The connection was closed in good order before.
    case closed
  }

  /// How far the connection, or the server, had come.
  public let phase: Phase
  /// Why the call failed.
  public let cause: Cause
  /// Both heads of the opening handshake as far as it came; nil where no request was sent, and once the connection is open.
  public let handshake: HandshakeReport?

  init(_ phase: Phase, _ cause: Cause, handshake: HandshakeReport? = nil) {
    self.phase = phase
    self.cause = cause
    self.handshake = handshake
  }

  /// The server's answer to the opening handshake, if that is what there was instead of a connection.
  public var response: HTTPHead? {
    if case .ended(.refused(let head, _, _)) = cause { return head }
    return handshake?.response
  }

  /// The start of what followed the head of the answer, 4 KiB at most; empty where there was nothing.
  public var responseBody: [UInt8] {
    if case .ended(.refused(_, let body, _)) = cause { return body }
    return []
  }
}

extension WebSocketError.Cause {
  static func usage(_ sentence: String) -> Self { .usage(UsageError(sentence)) }
}

extension WebSocketError {
  /// The outcome of a connect; nil where it was cancelled.
  init?(_ error: ConnectError) {
    let cause: Cause
    switch error.reason {
    case .transport(let reason): cause = .transport(reason)
    case .proxy(let failure): cause = .proxy(failure)
    case .handshake(let end): cause = .ended(end)
    case .cancelled: return nil
    }
    let phase: Phase =
      switch error.phase {
      case .dns: .lookup
      case .proxy, .proxyTLS: .proxy
      case .tls: .tls
      case .upgrade: .upgrade
      default: .connect
      }
    self.init(phase, cause, handshake: error.handshake)
  }

  /// An error of the synchronous API, in that phase.
  init(_ phase: Phase, _ error: any Error) {
    switch error {
    case let error as WebSocketError: self = error
    case let error as UsageError: self.init(phase, .usage(error))
    case let error as TransportError: self.init(phase, .transport(error))
    default: self.init(phase, .usage("\(error)"))
    }
  }
}

extension WebSocketError: CustomStringConvertible {
  /// The phase and the cause in one line, safe for a log.
  public var description: String { "\(phase.rawValue): \(words)" }

  private var words: String {
    switch cause {
    case .usage(let error): error.description
    case .transport(let error): error.code.words
    case .proxy(let failure): failure.words
    case .ended(let end): end.words
    case .noPong(let time): "no Pong came within \(time)"
    case .closed: "the connection is closed"
    }
  }
}

extension ProxyFailure {
  /// Without its name, and without what it wrote but a number.
  fileprivate var words: String {
    switch reason {
    case .refused(let head, _, _):
      "the proxy answered \(head.startLineParts.dropFirst().first.flatMap { Int($0) }.map { String($0) } ?? "something else")"
    case .declined(let reply): "the proxy refused: \(reply)"
    case .noSharedMethod: "the proxy wants another authentication"
    case .wrongCredentials: "the proxy did not accept the user and password"
    case .notUnderstood: "what answered is not such a proxy"
    case .headTooBig: "the head of the proxy's answer is too long"
    case .lost, .cut: "the proxy ended the stream"
    case .timedOut: "the proxy did not answer in time"
    }
  }
}

extension TransportError.Code {
  /// Without a name, an address or anything that a peer wrote.
  fileprivate var words: String {
    switch self {
    case .hostNotFound: "the host was not found"
    case .unreachable: "the server cannot be reached"
    case .connectTimedOut: "there was no connection in time"
    case .notTrusted: "the server's certificate is not trusted"
    case .tlsFailed: "TLS failed"
    case .badCredentials: "a certificate or key file cannot be used"
    case .cannotWrite: "a file cannot be written"
    case .cannotListen: "the address cannot be listened on"
    case .noDescriptors: "the system has no descriptors for sockets"
    }
  }
}

extension ConnectionEnd {
  fileprivate var words: String {
    switch self {
    case .closed(let payload, let role):
      "the \(role.rawValue) closed with \(payload.code.map { String($0.rawValue) } ?? "no code")"
    case .violated(let violation): "the peer broke the rule \(violation.rule.id) (\(violation.rule.clause))"
    case .refused(let head, _, _): "the server answered \(Self.status(of: head)), not 101"
    case .notWebSocket(let violations, _, _):
      "the opening handshake broke \(violations.first.map { "the rule \($0.rule.id)" } ?? "a rule")"
    case .declined(_, let status, _): "the request was refused with \(status)"
    case .served: "the request was for a page"
    case .lost(let duringHandshake, _):
      duringHandshake
        ? "the stream ended inside the opening handshake" : "the stream ended without a Close frame"
    case .abandoned: "the connection was dropped from our side"
    case .closeIgnored: "the peer did not answer our Close frame, and went on sending"
    case .timedOut(let deadline): "the deadline of the \(deadline.rawValue) passed"
    }
  }

  private static func status(of head: HTTPHead) -> String {
    head.startLineParts.dropFirst().first.flatMap { Int($0) }.map { String($0) } ?? "something else"
  }
}
