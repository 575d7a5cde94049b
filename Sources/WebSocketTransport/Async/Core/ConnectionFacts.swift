import NIOCore
import NIOSSL
import WebSocketWire

/// What is known of a connection once it is open.
struct ConnectionFacts: Sendable {
  let role: WebSocketRole
  let peerAddress: String
  let handshake: HandshakeReport
  let phases: [Phase]
  let tls: TLSReport?

  init(_ handshake: HandshakeReport, of session: WebSocketSession) {
    role = session.role
    peerAddress = session.peerAddress
    self.handshake = handshake
    phases = session.phases
    let handler = try? session.channel?.pipeline.syncOperations.handler(type: NIOSSLHandler.self)
    tls = session.tls ?? handler.flatMap { TLSReport($0) }
  }
}
