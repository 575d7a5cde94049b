/// The state of a connection; `ConnectionState.transitions` is the whole of how it moves (RFC 6455 4, 7).
public enum ConnectionState: String, Hashable, Sendable, CaseIterable {
  /// The opening handshake is under way.
  case opening
  /// The server said no, and the start of its body is awaited.
  case refused
  /// Messages pass both ways.
  case open
  /// Our Close is out, and the peer may still speak until its own comes.
  case closeSent
  /// Both Close frames have passed; the stream has yet to end.
  case closed
  /// We gave up over a violation; what still comes is dropped until the stream ends.
  case failed
  /// Nothing more happens.
  case ended

  /// What moves a connection.
  package enum Trigger: String, Hashable, Sendable, CaseIterable {
    case handshakeAccepted, handshakeRefused, handshakeBroken
    /// A server answers a request by its own choice with something else than 101.
    case weDecline
    case weClose, peerCloses, violation
    case streamEnds, deadlinePasses, weAbandon
    /// All of a refusal's body that is wanted has come.
    case refusalComplete
    /// A server is to end the stream itself once both Close frames have passed (RFC 6455 7.1.1).
    case serverIsDone
  }

  /// A row's left side.
  package struct Step: Hashable, Sendable {
    package let from: ConnectionState
    package let trigger: Trigger
    init(_ from: ConnectionState, _ trigger: Trigger) { (self.from, self.trigger) = (from, trigger) }
  }

  /// All moves there are; any other trigger leaves the state as it is.
  package static let transitions: [Step: ConnectionState] = [
    Step(.opening, .handshakeAccepted): .open,
    Step(.opening, .handshakeRefused): .refused,
    Step(.opening, .handshakeBroken): .ended,
    Step(.opening, .weDecline): .ended,
    Step(.opening, .streamEnds): .ended,
    Step(.opening, .weAbandon): .ended,
    Step(.opening, .deadlinePasses): .ended,

    Step(.refused, .refusalComplete): .ended,
    Step(.refused, .streamEnds): .ended,
    Step(.refused, .weAbandon): .ended,
    Step(.refused, .deadlinePasses): .ended,

    Step(.open, .weClose): .closeSent,
    Step(.open, .peerCloses): .closed,
    Step(.open, .violation): .failed,
    Step(.open, .streamEnds): .ended,
    Step(.open, .weAbandon): .ended,

    Step(.closeSent, .peerCloses): .closed,
    Step(.closeSent, .violation): .failed,
    Step(.closeSent, .streamEnds): .ended,
    Step(.closeSent, .weAbandon): .ended,
    Step(.closeSent, .deadlinePasses): .ended,

    Step(.closed, .serverIsDone): .ended,
    Step(.closed, .streamEnds): .ended,
    Step(.closed, .weAbandon): .ended,
    Step(.closed, .deadlinePasses): .ended,

    Step(.failed, .streamEnds): .ended,
    Step(.failed, .weAbandon): .ended,
    Step(.failed, .deadlinePasses): .ended,
  ]

  /// The state after a trigger.
  package func after(_ trigger: Trigger) -> ConnectionState { Self.transitions[Step(self, trigger)] ?? self }

  /// What must not be waited for without end in this state; nil when the wait may last.
  public var deadline: Deadline? {
    switch self {
    case .opening: .handshake
    case .refused: .refusal
    case .closeSent, .failed: .close
    case .closed: .streamEnd
    case .open, .ended: nil
    }
  }
}
