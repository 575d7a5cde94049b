package import NIOCore
package import WebSocketWire

/// Sends every message back with its type, stops reading while the peer does not take the answers, and closes with 1008 one that
/// takes nothing for ten seconds.
package final class EchoDelegate: SessionDelegate {
  private var message: [UInt8] = []
  private var stall: StallWatch?
  private let stallLimit: TimeAmount

  package convenience init() { self.init(stallLimit: .seconds(10)) }

  package init(stallLimit: TimeAmount) { self.stallLimit = stallLimit }

  package func handle(
    _ event: WebSocketEvent, from sender: WebSocketRole, at time: Duration, bytes: RawSpan,
    in session: WebSocketSession
  ) {
    switch event {
    case .messageStart: message.removeAll(keepingCapacity: message.capacity <= 65536)
    case .messageBytes: bytes.withUnsafeBytes { message.append(contentsOf: $0) }
    case .messageEnd(let kind, _):
      // A send can only fail once the connection is closing, and then the echo is not awaited.
      try? session.send(kind, message)
    case .ended: stall?.stop()
    default: break
    }
  }

  package func batchEnded(in session: WebSocketSession) {
    rest(session)
    stall(of: session).batchEnded(in: session)
  }

  package func writabilityChanged(in session: WebSocketSession) {
    rest(session)
    stall(of: session).writabilityChanged(in: session)
  }

  package func progressed(in session: WebSocketSession) { stall?.progressed() }

  package func flushed(in session: WebSocketSession) { stall?.stop() }

  private func rest(_ session: WebSocketSession) {
    session.pauseReasons = !session.isWritable && session.state == .open ? .slowPeer : []
  }

  /// Made for a session of its own, because a client that echoes has other deadlines and shares this delegate's messages alone.
  private func stall(of session: WebSocketSession) -> StallWatch {
    if let stall { return stall }
    let made = StallWatch(
      limit: { [stallLimit] in stallLimit },
      onStall: { [unowned self, unowned session] _ in
        try? session.close(.policyViolation, reason: "reads too slowly")
        // While reading rests, so does the deadline of the closing.
        rest(session)
      })
    stall = made
    return made
  }
}
