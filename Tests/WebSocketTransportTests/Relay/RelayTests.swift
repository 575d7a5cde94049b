import NIOPosix
import SystemCalls
import Testing
import WebSocketTransport
import WireTestSupport

@Suite("A relay passes both directions on as they come")
struct RelayTests {
  /// How many conversations a thread has at a time.
  private static let width = 50

  @Test("bytes, half-closes and resets of 10,000 random conversations", .timeLimit(.minutes(5)))
  func conversations() async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<2 {
        group.addTask {
          let server = try RawSocket.listening()
          let relay = try await TestRelay(to: server.port)
          try await Self.talk(rounds: 100, through: relay.port, to: server.socket.descriptor)
          try await relay.end()
        }
      }
      try await group.waitForAll()
    }
  }

  @Test(
    "the same where TLS is between two relays: the end of a direction is its close_notify",
    .timeLimit(.minutes(5)))
  func overTLS() async throws {
    let certificates = try await TestCertificates.make()
    let server = try RawSocket.listening()
    let inner = try await TestRelay(
      to: server.port,
      identity: TLSIdentity(
        certificateChain: certificates.path("good.pem"), privateKey: certificates.path("leaf.key")))
    var settings = TLSSettings()
    settings.trust = .anyone
    let outer = try await TestRelay(to: inner.port, scheme: "wss", tls: settings)
    try await Self.talk(rounds: 2, through: outer.port, to: server.socket.descriptor)
    try await outer.end()
    try await inner.end()
  }

  @Test("the same where bytes are cut, held back and slowed", .timeLimit(.minutes(5)))
  func shaped() async throws {
    var shape = RelayShape()
    shape.piece = 100
    shape.delay = .milliseconds(3)
    shape.rate = 1_000_000
    let server = try RawSocket.listening()
    let relay = try await TestRelay(to: server.port, shape: shape)
    try await Self.talk(rounds: 4, of: 5000, through: relay.port, to: server.socket.descriptor)
    try await relay.end()
  }

  @Test("a server that does not read makes the client wait, and gets all of it later")
  func waits() async throws {
    let server = try RawSocket.listening()
    let relay = try await TestRelay(to: server.port)
    let (port, listener) = (relay.port, server.socket.descriptor)
    let (sent, received) = try await NIOThreadPool.relays.runIfActive {
      let client = try RawSocket.connect(to: port)
      let socket = try RawSocket(dup(listener)).accept()
      let sent = try client.sendUntilFull()
      client.endOutput()
      return (sent, try socket.readToEnd().reduce(0) { $0 + $1.count })
    }
    // What the systems hold at both sides is some megabytes.
    #expect(sent < 64 << 20)
    #expect(received == sent)
    try await relay.end()
  }

  /// Has a thread's conversations, on a thread that may wait.
  private static func talk(rounds: Int, of size: Int = 300_000, through port: Int, to listener: Int32)
    async throws
  {
    try await NIOThreadPool.relays.runIfActive {
      try withSeed { random in
        let block = (0..<size).map { _ in UInt8.random(in: .min ... .max, using: &random) }
        let listener = RawSocket(dup(listener))
        for _ in 0..<rounds {
          var talks = try (0..<width).map { _ in
            try RelayTalk(through: port, to: listener, block: block, random: &random)
          }
          try RelayTalk.run(&talks)
          for talk in talks { try talk.check() }
        }
      }
    }
  }
}
