import NIOCore
import Testing
import WebSocketTransport
import WebSocketWire

@Suite("What a session sends past NIO and through it")
struct SessionOutputTests {
  @Test("it comes in order, though a part of it had to wait", .timeLimit(.minutes(1)))
  func order() async throws {
    let count = 3000
    try await TestServer { SuccessionDelegate(count: count) { $0 % 100 == 99 ? 400_000 : 8 } }.run { url in
      let session = try await PatientClient.connect(to: url)
      var number = 0
      for try await message in session.messages {
        guard case .binary(let bytes) = message else { continue }
        let isNext = bytes == SuccessionDelegate.message(number, size: number % 100 == 99 ? 400_000 : 8)
        try #require(isNext, "message \(number)")
        number += 1
      }
      #expect(number == count)
    }
  }

  @Test("what is sent while a long message is being written is after it", .timeLimit(.minutes(1)))
  func behindALongMessage() async throws {
    let (count, size) = (6, 10_000_000)
    let request = """
      GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r
      Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n
      """
    let stream = try await TestServer { LateDelegate(count: count, size: size) }.listen { address in
      try await RawReader.read(from: address, request: request)
    }
    // After the head of the handshake and up to our Close there are these frames alone.
    var offset = stream.readableBytes - 4 - count * (10 + size + 2 + 50)
    for number in 0..<2 * count {
      let message = LateDelegate.message(number, size: size)
      let header: [UInt8] = number % 2 == 0 ? [0x82, 127] : [0x82, 50]
      try #require(stream.getBytes(at: offset, length: 2) == header)
      offset += number % 2 == 0 ? 10 : 2
      let isWhole = stream.getBytes(at: offset, length: message.count) == message
      try #require(isWhole, "message \(number)")
      offset += message.count
    }
    #expect(stream.getBytes(at: offset, length: 2) == [0x88, 2])
  }

  @Test("a delegate that sends whenever all has left needs no stack for it", .timeLimit(.minutes(1)))
  func succession() async throws {
    let count = 30_000
    try await TestServer { SuccessionDelegate(count: count) { _ in 8 } }.run { url in
      let session = try await PatientClient.connect(to: url)
      var number = 0
      for try await _ in session.messages { number += 1 }
      #expect(number == count)
    }
  }
}
