import NIOPosix
import SystemCalls
import Testing
import WebSocketTransport
import WireTestSupport

@Suite("A relay passes both directions on as they come")
struct RelayTests {
  /// How many conversations each of the threads has at a time, and how often.
  private static let (threads, width, rounds) = (2, 50, 100)

  @Test("bytes, half-closes and resets of 10,000 random conversations", .timeLimit(.minutes(5)))
  func conversations() async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<Self.threads {
        group.addTask {
          let server = try RawSocket.listening()
          let relay = try await TestRelay(to: server.port)
          try await Self.talk(through: relay.port, to: server.socket.descriptor)
          try await relay.end()
        }
      }
      try await group.waitForAll()
    }
  }

  /// Has a thread's conversations, on a thread that may wait.
  private static func talk(through port: Int, to listener: Int32) async throws {
    // Threads that other tests do not wait for.
    let pool = NIOThreadPool(numberOfThreads: 1)
    pool.start()
    try await pool.runIfActive {
      try withSeed { random in
        let block = (0..<300_000).map { _ in UInt8.random(in: .min ... .max, using: &random) }
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
    try await pool.shutdownGracefully()
  }
}
