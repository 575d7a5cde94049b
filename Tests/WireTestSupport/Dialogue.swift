import WebSocketWire

/// Two connections that say random things to each other, over a line that cuts and delays their bytes at random.
public struct Dialogue {
  private let client: Speaker
  private let server: Speaker
  /// Bytes on their way to each end.
  private var toClient: ArraySlice<UInt8> = []
  private var toServer: ArraySlice<UInt8> = []
  private let terms: (client: DeflateOptions?, server: DeflateOptions?)

  public init(using generator: inout SeededGenerator) throws {
    terms = (try generator.deflate(), try generator.deflate())
    let request = try OpeningRequest(url: WebSocketURL("ws://a/"), key: Openings.key, deflate: terms.client)
    client = Speaker(Connection(client: request, generator: SeededGenerator(seed: generator.next())))
    server = Speaker(Connection(server: try UpgradeTerms(deflate: terms.server)))
  }

  /// Holds it from the handshake to the end, and throws over the first thing that is not as it was sent.
  public mutating func hold(using generator: inout SeededGenerator) throws {
    var steps = Int.random(in: 0...60, using: &generator)
    while client.connection.state != .ended || server.connection.state != .ended {
      steps -= 1
      let role: WebSocketRole = Bool.random(using: &generator) ? .client : .server
      if Bool.random(using: &generator) {
        try speaker(role).act(closing: steps < 0, using: &generator)
      } else {
        try deliver(to: role, using: &generator)
      }
      toServer += client.connection.takeOutput()
      toClient += server.connection.takeOutput()
    }
    try checkHandshake()
    for role in WebSocketRole.allCases {
      try checkContent(from: role)
      try InvariantBroken.unlessEqual(
        [speaker(role).recorder.ending].compactMap { $0 }, [ending(of: role)], "the \(role)'s ending")
    }
  }

  private func speaker(_ role: WebSocketRole) -> Speaker { role == .client ? client : server }

  /// Hands on the next bytes, or the end of the stream where the other end has ended it.
  private mutating func deliver(to role: WebSocketRole, using generator: inout SeededGenerator) throws {
    let line = role == .client ? toClient : toServer
    let (end, other) = (speaker(role), speaker(role.peer))
    guard !line.isEmpty else {
      if hasEnded(other) { end.connection.receiveEOF(into: end.recorder) }
      return
    }
    let most = generator.pick([1, 16, 1000, Int.max]) ?? 1
    let piece = Array(line.prefix(.random(in: 1...min(most, line.count), using: &generator)))
    if role == .client { toClient.removeFirst(piece.count) } else { toServer.removeFirst(piece.count) }
    end.connection.receive(piece.span.bytes, into: end.recorder)
  }

  /// Who cannot answer a Close, for it is inside a frame, ends the stream instead.
  private func hasEnded(_ end: Speaker) -> Bool {
    end.connection.state == .ended
      || end.connection.state == .closed && end.connection.remainingPayload != nil
  }

  private func checkHandshake() throws {
    let reports = [client, server].map { end -> HandshakeReport? in
      if case .opened(let report)? = end.recorder.events.first { report } else { nil }
    }
    guard let ours = reports[0], let theirs = reports[1] else {
      throw InvariantBroken("no handshake with \(terms)")
    }
    try InvariantBroken.unless(
      ours.deflate == theirs.deflate, "\(ours.deflate as Any) is not \(theirs.deflate as Any)")
    try InvariantBroken.unless(
      (ours.deflate != nil) == (terms.client != nil && terms.server != nil), "\(ours.deflate as Any)")
  }

  /// Messages and frames come as they were sent, and no one finds fault with them.
  private func checkContent(from role: WebSocketRole) throws {
    let (sender, receiver) = (speaker(role), speaker(role.peer))
    let found = receiver.recorder.messages
    try InvariantBroken.unless(
      found.elementsEqual(sender.messages) { $0 == $1 },
      "\(found.count) messages of the \(role) are not its \(sender.messages.count)")
    try InvariantBroken.unlessEqual(
      sender.recorder.events.filter { if case .sent = $0 { true } else { false } },
      receiver.recorder.frames, "the \(role)'s frames")
    try InvariantBroken.unless(receiver.recorder.violations.isEmpty, "\(receiver.recorder.violations)")
  }

  /// Who closed first tells the story to both; where both did at once, each tells its own.
  private func ending(of role: WebSocketRole) -> ConnectionEnd {
    let (end, other) = (speaker(role), speaker(role.peer))
    if let missing = other.connection.remainingPayload, let header = other.recorder.unfinished {
      return .lost(duringHandshake: false, unfinished: .payload(header, missing: missing))
    }
    if let close = end.close { return .closed(close, by: role) }
    return .closed(other.close ?? ClosePayload(), by: role.peer)
  }
}
