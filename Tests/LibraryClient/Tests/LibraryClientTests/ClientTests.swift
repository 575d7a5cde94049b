import NIOCore
import Testing
import WebSocketTransport
import WebSocketWire

@Suite("A client, as a program of another package uses it", .timeLimit(.minutes(2)))
struct ClientTests {
  private struct Mistake: Error, Equatable {}

  @Test("text, bytes, a slice, a buffer and a message go out and come back, each as it was")
  func echoes() async throws {
    try await withServer(echo) { url in
      try await WebSocketClient.withConnection(to: url) { connection in
        let bytes: [UInt8] = [1, 2, 3, 4]
        try await connection.send("Grüße")
        try await connection.send(bytes)
        try await connection.send(bytes[1...])
        try await connection.send(ByteBuffer(bytes: bytes))
        try await connection.send(ByteBuffer(string: "text"), as: .text)
        try await connection.send(.binary([9]))
        var messages = connection.messages.makeAsyncIterator()
        for expected: WebSocketMessage in [
          .text("Grüße"), .binary(bytes), .binary([2, 3, 4]), .binary(bytes), .text("text"), .binary([9]),
        ] {
          #expect(try await messages.next() == expected)
        }
      }
    }
  }

  @Test("the server sees 1000 when the closure returns, 1001 when it throws or the last reference is gone")
  func ends() async throws {
    let outcomes = Outcomes()
    try await withServer(outcomes.note) { url in
      let value = try await WebSocketClient.withConnection(to: url) { _ in 7 }
      #expect(value == 7)
      #expect(await outcomes.next == .normalClosure)
      await #expect(throws: Mistake()) {
        try await WebSocketClient.withConnection(to: url) { _ in throw Mistake() }
      }
      #expect(await outcomes.next == .goingAway)
      var connection: WebSocketConnection? = try await WebSocketClient.connect(to: url)
      try await connection?.send("last words")
      connection = nil
      #expect(await outcomes.next == .goingAway)
    }
  }

  @Test("a connection whose messages are left by break closes with its last reference")
  func broken() async throws {
    let (ends, end) = AsyncStream.makeStream(of: CloseCode?.self)
    try await withServer { connection in
      try await connection.send("one")
      try await connection.send("two")
      for try await _ in connection.messages {}
      end.yield(connection.closeCode)
    } _: { url in
      for try await message in try await WebSocketClient.connect(to: url).messages {
        #expect(message == .text("one"))
        break
      }
      for await code in ends {
        #expect(code == .goingAway)
        break
      }
    }
  }

  @Test("after a break the connection is still good, and later messages do not keep its close waiting")
  func brokenAndUsed() async throws {
    try await withServer(echo) { url in
      try await WebSocketClient.withConnection(to: url) { connection in
        try await connection.send("one")
        for try await _ in connection.messages { break }
        for _ in 0..<64 { try await connection.send([UInt8](repeating: 0, count: 65536)) }
        try await connection.ping()
        try await connection.close()
        #expect(connection.closeCode == .normalClosure)
      }
    }
  }

  @Test("a second loop over the messages throws a usage error, and the first goes on")
  func secondLoop() async throws {
    try await withServer(echo) { url in
      try await WebSocketClient.withConnection(to: url) { connection in
        var first = connection.messages.makeAsyncIterator()
        var second = connection.messages.makeAsyncIterator()
        let error = await #expect(throws: WebSocketError.self) { try await second.next() }
        guard case .usage? = error?.cause else {
          Issue.record("\(String(describing: error))")
          return
        }
        try await connection.send("still")
        #expect(try await first.next() == .text("still"))
      }
    }
  }

  @Test("pieces are one message: of a known length, of an unknown one, of none, and cut inside a scalar")
  func pieces() async throws {
    try await withServer(echo) { url in
      try await WebSocketClient.withConnection(to: url) { connection in
        var messages = connection.messages.makeAsyncIterator()
        let pieces = [[1, 2], [], [3]] as [[UInt8]]
        try await connection.send(pieces: Self.stream(pieces), length: 3)
        #expect(try await messages.next() == .binary([1, 2, 3]))
        try await connection.send(pieces: Self.stream(pieces))
        #expect(try await messages.next() == .binary([1, 2, 3]))
        try await connection.send(pieces: Self.stream([]), as: .text)
        #expect(try await messages.next() == .text(""))
        try await connection.send(pieces: Self.stream([]), length: 0)
        #expect(try await messages.next() == .binary([]))
        try await connection.send(pieces: Self.stream([[0xC3], [0xA9]]), as: .text)
        #expect(try await messages.next() == .text("é"))
      }
    }
  }

  @Test("other messages wait for one in pieces, and a ping goes between its frames")
  func turns() async throws {
    try await withServer(echo) { url in
      try await WebSocketClient.withConnection(to: url) { connection in
        let (pieces, source) = AsyncStream.makeStream(of: [UInt8].self)
        source.yield([1])
        try await withThrowingTaskGroup { group in
          group.addTask { try await connection.send(pieces: pieces) }
          // The piece is on the wire before its Pong's Ping.
          try await connection.ping()
          group.addTask { try await connection.send("after") }
          source.yield([2])
          source.finish()
          try await group.waitForAll()
        }
        var seen: Set<WebSocketMessage> = []
        for try await message in connection.messages {
          seen.insert(message)
          if seen.count == 2 { break }
        }
        #expect(seen == [.binary([1, 2]), .text("after")])
      }
    }
  }

  @Test(
    "pieces that throw, or do not have their length, end the connection, for the message cannot be completed")
  func failingPieces() async throws {
    let failing = AsyncThrowingStream<[UInt8], any Error> {
      $0.yield([1])
      $0.finish(throwing: Mistake())
    }
    try await withServer(echo) { url in
      let connection = try await WebSocketClient.connect(to: url)
      await #expect(throws: Mistake()) { try await connection.send(pieces: failing, length: 2) }
      await #expect(throws: WebSocketError.self) { for try await _ in connection.messages {} }
      #expect(connection.closeCode == .abnormalClosure)
      let other = try await WebSocketClient.connect(to: url)
      await #expect(throws: WebSocketError.self) {
        try await other.send(pieces: Self.stream([[1, 2, 3]]), length: 2)
      }
      await #expect(throws: WebSocketError.self) { for try await _ in other.messages {} }
    }
  }

  @Test(
    "what is known of a connection: heads, subprotocol, addresses, phases, and the code and reason of its end"
  )
  func facts() async throws {
    var configuration = WebSocketServerConfiguration()
    configuration.subprotocols = ["chat"]
    try await withServer(with: configuration) { connection in
      #expect(connection.role == .server)
      #expect(connection.request.fields("X-Token").map(\.value) == ["t"])
      #expect(connection.peerAddress.hasPrefix("127.0.0.1:"))
      try await connection.close(code: CloseCode(rawValue: 4000), reason: "done")
    } _: { url in
      var configuration = WebSocketClientConfiguration()
      configuration.subprotocols = ["none", "chat"]
      configuration.headers = [try HTTPField(name: "X-Token", value: "t")]
      let connection = try await WebSocketClient.connect(to: url, configuration: configuration)
      #expect(connection.role == .client)
      #expect(connection.subprotocol == "chat")
      #expect(connection.response?.startLine == "HTTP/1.1 101 Switching Protocols")
      #expect(connection.handshake.failed.isEmpty)
      #expect(connection.phases.map(\.name) == [.tcp, .upgrade])
      #expect("ws://\(connection.peerAddress)/" == url)
      #expect(connection.tls == nil)
      let error = await #expect(throws: WebSocketError.self) { for try await _ in connection.messages {} }
      #expect(error?.description == "open: the server closed with 4000")
      #expect(connection.closeCode == CloseCode(rawValue: 4000) && connection.closeReason == "done")
      await #expect(throws: WebSocketError.self) { try await connection.send("late") }
    }
  }

  @Test("a keepalive ends a connection whose peer is gone, and leaves one alone that answers")
  func keepalive() async throws {
    var configuration = WebSocketClientConfiguration()
    configuration.pingInterval = .milliseconds(20)
    configuration.pingTimeout = .milliseconds(100)
    let mute = try await MuteServer(opens: true)
    let connection = try await WebSocketClient.connect(to: mute.url, configuration: configuration)
    let error = await #expect(throws: WebSocketError.self) { for try await _ in connection.messages {} }
    #expect(error?.cause == .noPong(within: .milliseconds(100)))
    try await mute.close()

    configuration.pingTimeout = .seconds(60)
    try await withServer(echo) { [configuration] url in
      try await WebSocketClient.withConnection(to: url, configuration: configuration) { connection in
        for _ in 0..<20 { try await connection.ping() }
        try await connection.send("alive")
        for try await message in connection.messages {
          #expect(message == .text("alive"))
          break
        }
      }
    }
  }

  @Test("a ping that no Pong answers throws after its time, and the connection is as before")
  func pingTimeout() async throws {
    let mute = try await MuteServer(opens: true)
    let connection = try await WebSocketClient.connect(to: mute.url)
    let error = await #expect(throws: WebSocketError.self) {
      try await connection.ping(timeout: .milliseconds(50))
    }
    #expect(error?.cause == .noPong(within: .milliseconds(50)))
    #expect(connection.closeCode == nil)
    try await connection.send("still open")
    try await mute.close()
  }

  @Test("a refused connect has its phase and the answer, and its description has nothing of the peer's")
  func refused() async throws {
    var configuration = WebSocketServerConfiguration()
    configuration.onUpgrade = { _ in .refuse(HTTPResponse(.forbidden, body: "evil \u{1B}[31m words")) }
    try await withServer(with: configuration, echo) { url in
      let error = await #expect(throws: WebSocketError.self) { try await WebSocketClient.connect(to: url) }
      #expect(error?.phase == .upgrade)
      #expect(error?.response?.startLine == "HTTP/1.1 403 Forbidden")
      #expect(error.map { String(decoding: $0.responseBody, as: UTF8.self) } == "evil \u{1B}[31m words")
      #expect(error?.description == "upgrade: the server answered 403, not 101")
    }
    let bad = await #expect(throws: WebSocketError.self) { try await WebSocketClient.connect(to: "http//x") }
    #expect(bad?.phase == .configuration)
  }

  private static func stream(_ pieces: [[UInt8]]) -> AsyncStream<[UInt8]> {
    AsyncStream { source in
      for piece in pieces { source.yield(piece) }
      source.finish()
    }
  }
}
