import Testing
import WebSocketTransport
import WebSocketWire

@Suite("A cancelled task ends at once, wherever it waits", .timeLimit(.minutes(2)))
struct CancellationTests {
  /// More than a prompt end takes on a machine under load, and less than any deadline of these connections.
  private static let prompt = Duration.seconds(20)

  private static var patient: WebSocketClientConfiguration {
    var configuration = WebSocketClientConfiguration()
    configuration.timeouts = Timeouts(connect: .seconds(600), handshake: .seconds(600), close: .seconds(600))
    configuration.pingTimeout = .seconds(600)
    return configuration
  }

  /// Cancels a task that waits in `body` after it has said that it will, and expects `CancellationError` of it.
  private static func expectCancelled(
    _ body: @escaping @Sendable (_ isWaiting: AsyncStream<Void>.Continuation) async throws -> Void
  ) async throws {
    let (waits, isWaiting) = AsyncStream.makeStream(of: Void.self)
    let task = Task { try await body(isWaiting) }
    for await _ in waits { break }
    let start = ContinuousClock.now
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(ContinuousClock.now - start < prompt)
  }

  /// A piece of three bytes, and then a wait for the next one.
  private struct OnePiece: AsyncSequence, AsyncIteratorProtocol {
    let isWaiting: AsyncStream<Void>.Continuation
    private var hasBegun = false

    init(isWaiting: AsyncStream<Void>.Continuation) { self.isWaiting = isWaiting }

    func makeAsyncIterator() -> OnePiece { self }

    mutating func next() async throws -> [UInt8]? {
      if hasBegun {
        isWaiting.yield()
        try await waitForCancellation()
      }
      hasBegun = true
      return [1, 2, 3]
    }
  }

  @Test("in connect, before the handshake is answered")
  func connect() async throws {
    let mute = try await MuteServer(opens: false)
    try await Self.expectCancelled { isWaiting in
      isWaiting.yield()
      _ = try await WebSocketClient.connect(to: mute.url, configuration: Self.patient)
    }
    try await mute.close()
  }

  @Test("in messages, ping, close and withConnection")
  func calls() async throws {
    let mute = try await MuteServer(opens: true)
    let connection = try await WebSocketClient.connect(to: mute.url, configuration: Self.patient)
    try await Self.expectCancelled { isWaiting in
      isWaiting.yield()
      for try await _ in connection.messages {}
    }
    try await Self.expectCancelled { isWaiting in
      isWaiting.yield()
      try await connection.ping()
    }
    try await Self.expectCancelled { isWaiting in
      isWaiting.yield()
      try await connection.close()
    }
    try await Self.expectCancelled { isWaiting in
      try await WebSocketClient.withConnection(to: mute.url, configuration: Self.patient) { connection in
        isWaiting.yield()
        for try await _ in connection.messages {}
      }
    }
    try await mute.close()
  }

  @Test("in a send that waits for room, which then has sent nothing")
  func send() async throws {
    let mute = try await MuteServer(opens: true)
    let connection = try await WebSocketClient.connect(to: mute.url, configuration: Self.patient)
    try await Self.expectCancelled { isWaiting in
      isWaiting.yield()
      // The peer reads nothing, so there comes a time when there is no room.
      while true { try await connection.send([UInt8](repeating: 0, count: 65536)) }
    }
    #expect(connection.closeCode == nil)
    try await mute.close()
  }

  @Test("in a message in pieces, which drops the connection once a part of it was sent")
  func pieces() async throws {
    let outcomes = Outcomes()
    try await withServer(outcomes.note) { url in
      let connection = try await WebSocketClient.connect(to: url, configuration: Self.patient)
      try await Self.expectCancelled { isWaiting in
        try await connection.send(pieces: OnePiece(isWaiting: isWaiting), length: 6)
      }
      #expect(await outcomes.next == .abnormalClosure)
      #expect(connection.closeCode == .abnormalClosure)
    }
  }

  @Test("in the connections of a server and in its run, after which nothing listens")
  func server() async throws {
    let server = try await WebSocketServer.bind()
    try await Self.expectCancelled { isWaiting in
      isWaiting.yield()
      try await server.run { _ in }
    }
    await #expect(throws: WebSocketError.self) {
      try await WebSocketClient.connect(to: "ws://\(server.address)/")
    }
    let other = try await WebSocketServer.bind()
    try await Self.expectCancelled { isWaiting in
      isWaiting.yield()
      for try await _ in other.connections {}
    }
  }

  @Test("a cancelled withConnection closes with 1001")
  func code() async throws {
    let outcomes = Outcomes()
    try await withServer(outcomes.note) { url in
      try await Self.expectCancelled { isWaiting in
        try await WebSocketClient.withConnection(to: url) { connection in
          isWaiting.yield()
          for try await _ in connection.messages {}
        }
      }
      #expect(await outcomes.next == .goingAway)
    }
  }
}
