import WebSocketWire

/// What is known of a session beside its connection.
struct SessionFacts {
  /// From 1; a listener's client gets it when it is open, and has 0 before.
  var number: Int
  /// When the connection was begun, since the run began.
  let start: Duration
  var peerAddress = ""
  var localAddress = ""
  private(set) var phases: [Phase] = []
  var hasReceived = false
  var subprotocol: String?
  /// What is known of TLS so far, at a client that speaks it.
  var tls: TLSReport?
  /// The handshake that was refused.
  var refusal: HandshakeReport?
  /// What other addresses were tried before this one.
  var connectDetail: String?
  /// The system's words for what ended the stream.
  var streamError: String?
  private var phaseStart: Duration

  init(number: Int, start: Duration) {
    self.number = number
    self.start = start
    phaseStart = start
  }

  /// Notes a step that is done, and that began when the one before was done.
  mutating func note(
    _ name: Phase.Name, until end: Duration, address: String? = nil, detail: String? = nil,
    status: Int? = nil
  ) {
    phases.append(
      Phase(name, from: phaseStart, to: end, address: address, detail: detail, status: status))
    phaseStart = end
  }
}
