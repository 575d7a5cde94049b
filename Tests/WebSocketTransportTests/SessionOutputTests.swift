import Testing
import WebSocketTransport
import WebSocketWire

@Suite("What a session sends past NIO and through it")
struct SessionOutputTests {
  @Test("it comes in order, though a part of it had to wait", .timeLimit(.minutes(1)))
  func order() async throws {
    let count = 3000
    try await TestServer { SuccessionConsumer(count: count) { $0 % 100 == 99 ? 400_000 : 8 } }.run { url in
      let session = try await WebSocketClient.connect(to: url)
      var number = 0
      for try await message in session.messages {
        guard case .binary(let bytes) = message else { continue }
        try #require(bytes == SuccessionConsumer.message(number, size: number % 100 == 99 ? 400_000 : 8))
        number += 1
      }
      #expect(number == count)
    }
  }

  @Test("a consumer that sends whenever all has left needs no stack for it", .timeLimit(.minutes(1)))
  func succession() async throws {
    let count = 30_000
    try await TestServer { SuccessionConsumer(count: count) { _ in 8 } }.run { url in
      let session = try await WebSocketClient.connect(to: url)
      var number = 0
      for try await _ in session.messages { number += 1 }
      #expect(number == count)
    }
  }
}
