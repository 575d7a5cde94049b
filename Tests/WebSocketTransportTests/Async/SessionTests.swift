import Testing
import WebSocketTransport
import WebSocketWire

@Suite("The async API over real sockets", .serialized)
struct SessionTests {
  @Test(
    "text and binary come back, of every length form", arguments: [0, 1, 125, 126, 65535, 65536, 1 << 20])
  func echo(size: Int) async throws {
    try await TestServer().run { url in
      let session = try await PatientClient.connect(to: url)
      let text = String(repeating: "x", count: size)
      let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 7) }
      try await session.send(text)
      try await session.send(bytes)
      var messages = session.messages.makeAsyncIterator()
      #expect(try await messages.next() == .text(text))
      #expect(try await messages.next() == .binary(bytes))
      try await session.close()
      #expect(try await messages.next() == nil)
    }
  }

  @Test("a delegate that holds its session is released with the connection")
  func letGo() async throws {
    let (ends, end) = AsyncStream.makeStream(of: Void.self)
    try await TestServer { HoldingDelegate { end.yield() } }.run { url in
      for _ in 0..<3 {
        let session = try await PatientClient.connect(to: url)
        try await session.close()
      }
      var count = 0
      for await _ in ends {
        count += 1
        if count == 3 { break }
      }
    }
  }

  @Test("a ping comes back with its time, each its own")
  func ping() async throws {
    try await TestServer().run { url in
      let session = try await PatientClient.connect(to: url)
      let start = ContinuousClock.now
      async let first = session.ping(Array("a".utf8))
      async let second = session.ping()
      // A Pong that found the other's Ping would leave one of the two waiting.
      let times = try await [first, second]
      let elapsed = ContinuousClock.now - start
      #expect(times.allSatisfy { .zero < $0 && $0 <= elapsed }, "\(times) of \(elapsed)")
      try await session.close()
    }
  }

  @Test("a ping of 118 bytes is refused, for eight are ours")
  func longPing() async throws {
    try await TestServer().run { url in
      let session = try await PatientClient.connect(to: url)
      await #expect(throws: WebSocketError.self) { try await session.ping([UInt8](repeating: 0, count: 118)) }
      try await session.close()
    }
  }

  @Test(
    "messages end after 1000, 1001 and no code, and throw after another",
    arguments: [1000, 1001, nil, 1011, 4000] as [UInt16?])
  func peerCloses(code: UInt16?) async throws {
    let code = code.map { CloseCode(rawValue: $0) }
    try await TestServer { CloseDelegate(code) }.run { url in
      let session = try await PatientClient.connect(to: url)
      try await session.send("bye")
      var messages = session.messages.makeAsyncIterator()
      if code == nil || code == .normalClosure || code == .goingAway {
        #expect(try await messages.next() == nil)
      } else {
        let error = await #expect(throws: WebSocketError.self) { try await messages.next() }
        #expect(error?.cause == .ended(.closed(ClosePayload(code: code, reason: "enough"), by: .server)))
        #expect(error?.description == "open: the server closed with \(code?.rawValue ?? 0)")
      }
    }
  }

  @Test("a code that must not be sent is refused, and the session goes on")
  func forbiddenCode() async throws {
    try await TestServer().run { url in
      let session = try await PatientClient.connect(to: url)
      await #expect(throws: WebSocketError.self) { try await session.close(code: .abnormalClosure) }
      try await session.send("still here")
      var messages = session.messages.makeAsyncIterator()
      #expect(try await messages.next() == .text("still here"))
      try await session.close()
      await #expect(throws: WebSocketError.self) { try await session.send("too late") }
    }
  }

  @Test("a reader gets every one of many messages, in their order", .timeLimit(.minutes(1)))
  func manyMessages() async throws {
    try await TestServer { PushDelegate(count: 2000, size: 10_000) }.run { url in
      let session = try await PatientClient.connect(to: url)
      var count = 0
      for try await message in session.messages {
        #expect(message == .binary([UInt8](repeating: 0x61, count: 10_000)))
        count += 1
      }
      #expect(count == 2000)
    }
  }

  @Test("closing does not wait for a reader that takes nothing", .timeLimit(.minutes(1)))
  func closesWithoutAReader() async throws {
    try await TestServer { PushDelegate(count: 2000, size: 10_000) }.run { url in
      let session = try await PatientClient.connect(to: url)
      try await session.close()
      await #expect(throws: WebSocketError.self) { try await session.send("too late") }
    }
  }

  @Test("a message over the limit fails the connection with 1009's rule")
  func tooBig() async throws {
    try await TestServer { PushDelegate(count: 1, size: 1001) }.run { url in
      var configuration = WebSocketClientConfiguration()
      configuration.limits.message = 1000
      let session = try await WebSocketClient.connect(to: url, configuration: configuration)
      var messages = session.messages.makeAsyncIterator()
      let error = await #expect(throws: WebSocketError.self) { try await messages.next() }
      guard case .ended(.violated(let violation)) = error?.cause else {
        Issue.record("ended by \(String(describing: error))")
        return
      }
      #expect(violation.rule == .messageTooBig)
    }
  }

  @Test("no server, no name: each its own error")
  func noConnection() async throws {
    // Port 1 belongs to a service that no one runs, and no test is ever given it.
    let refused = await #expect(throws: WebSocketError.self) {
      try await WebSocketClient.connect(to: "ws://127.0.0.1:1/")
    }
    #expect(refused?.phase == .connect)
    let unknown = await #expect(throws: WebSocketError.self) {
      try await WebSocketClient.connect(to: "ws://no-such-host.invalid/")
    }
    #expect(unknown?.phase == .lookup)
  }

  @Test("the server's subprotocol is the client's first that it speaks")
  func subprotocol() async throws {
    try await TestServer(ServerConfiguration(policy: try UpgradePolicy(subprotocols: ["b", "c"]))).run {
      url in
      let session = try await PatientClient.connect(to: url, subprotocols: ["a", "c", "b"])
      #expect(session.subprotocol == "c")
      try await session.close()
    }
  }
}
