import Testing
import WebSocketWire

@Suite("RFC 6455 4, 7: the states")
struct ConnectionStateTests {
  typealias Trigger = ConnectionState.Trigger

  /// The whole table: for each state, what each trigger that moves it makes of it.
  static let table: [(ConnectionState, [Trigger: ConnectionState])] = [
    (
      .opening,
      [
        .handshakeAccepted: .open, .handshakeRefused: .refused, .handshakeBroken: .ended, .weDecline: .ended,
        .streamEnds: .ended, .deadlinePasses: .ended, .weAbandon: .ended,
      ]
    ),
    (.refused, [.refusalComplete: .ended, .streamEnds: .ended, .deadlinePasses: .ended, .weAbandon: .ended]),
    (
      .open,
      [
        .weClose: .closeSent, .peerCloses: .closed, .violation: .failed, .streamEnds: .ended,
        .weAbandon: .ended,
      ]
    ),
    (
      .closeSent,
      [
        .peerCloses: .closed, .violation: .failed, .streamEnds: .ended, .deadlinePasses: .ended,
        .weAbandon: .ended,
      ]
    ),
    (.closed, [.serverIsDone: .ended, .streamEnds: .ended, .deadlinePasses: .ended, .weAbandon: .ended]),
    (.failed, [.streamEnds: .ended, .deadlinePasses: .ended, .weAbandon: .ended]),
    (.ended, [:]),
  ]

  @Test("every state under every trigger", arguments: table)
  func moves(_ state: ConnectionState, _ moves: [Trigger: ConnectionState]) {
    for trigger in Trigger.allCases {
      #expect(state.after(trigger) == moves[trigger] ?? state, "\(trigger.rawValue)")
    }
  }

  @Test("the table above is whole")
  func whole() {
    #expect(Self.table.map(\.0) == ConnectionState.allCases)
    #expect(ConnectionState.transitions.count == Self.table.reduce(0) { $0 + $1.1.count })
  }

  @Test("the end of the stream ends every state, and only an open connection may wait forever")
  func waits() {
    for state in ConnectionState.allCases {
      #expect(state.after(.streamEnds) == .ended)
      #expect((state.deadline == nil) == (state == .open || state == .ended))
      #expect(state.deadline == nil || state.after(.deadlinePasses) == .ended)
    }
  }
}
