import WebSocketTransport
import WebSocketWire

/// Traces a session: adds to its events what only the session knows, how it was connected and how it ended.
final class SessionTrace {
  private let builder: TraceBuilder
  /// What was asked for, without user and password; empty at a listener.
  private var url: String
  private let peer: WebSocketRole

  /// The most payload bytes of a frame that its record holds; the rest is counted, not shown.
  static let payloadLimit = 1 << 20

  /// `peer` is the other end's role. With `takesMore` sinks can be added later.
  init(
    connection: Int, url: String, peer: WebSocketRole, sinks: [any TraceSink],
    payloadLimit: Int = SessionTrace.payloadLimit, takesMore: Bool = false
  ) {
    self.url = url
    self.peer = peer
    builder = TraceBuilder(
      connection: connection, payloadLimit: payloadLimit, sinks: sinks, takesMore: takesMore)
  }

  var statistics: ConnectionStatistics { builder.statistics }

  func add(_ sink: any TraceSink) { builder.add(sink) }

  func remove(_ sink: any TraceSink) { builder.remove(sink) }

  /// What follows is about another URL, without user and password.
  func move(to url: String) { self.url = url }

  /// Takes the failure of an opening: its handshake, if a request was sent, and its end.
  func failed(_ error: any OpeningError, at time: Duration) {
    let ending: ConnectionEnd? =
      switch error.reason {
      case .transport, .proxy: nil
      case .handshake(let reason): reason
      case .cancelled: .abandoned
      }
    if let report = error.tls { builder.tls(report, at: time) }
    if ending?.handshake == nil, let report = error.handshake {
      builder.handle(.handshakeRefused(report), from: peer, at: time, bytes: RawSpan())
    }
    guard let ending else { return }
    if case .notWebSocket(let violations, _, _) = ending {
      for violation in violations {
        builder.handle(.violation(violation), from: peer, at: time, bytes: RawSpan())
      }
    }
    builder.end(ending, address: error.address, start: error.start, isInsideMessage: false, at: time)
  }

  func handle(
    _ event: WebSocketEvent, from sender: WebSocketRole, at time: Duration, bytes: RawSpan,
    in session: WebSocketSession
  ) {
    switch event {
    case .opened(let report):
      builder.connected(
        ConnectionSummary(
          url: url, address: session.peerAddress, localAddress: session.localAddress, phases: session.phases,
          subprotocol: report.subprotocol,
          isSubprotocolSecret: report.subprotocol.map(report.secretSubprotocols.contains) ?? false,
          deflate: report.deflate), at: time)
      if let tls = session.tls { builder.tls(tls, at: time) }
    case .ended(let ending):
      return builder.end(
        ending, address: session.peerAddress, start: session.start, isInsideMessage: session.isInsideMessage,
        at: time)
    default: break
    }
    builder.handle(event, from: sender, at: time, bytes: bytes)
  }
}
