import NIOPosix
import SystemCalls
import Testing
import WebSocketTransport

@Suite("A relay that is asked to holds bytes back, and ends connections")
struct RelayShapeTests {
  /// What a server gets of these bytes of a client through such a relay, each read by itself, and how long that took.
  private static func pass(_ bytes: [UInt8], _ shape: RelayShape) async throws -> (
    reads: [[UInt8]], time: Duration
  ) {
    let server = try RawSocket.listening()
    let relay = try await TestRelay(to: server.port, shape: shape)
    let (port, listener) = (relay.port, server.socket.descriptor)
    let result = try await NIOThreadPool.relays.runIfActive {
      let client = try RawSocket.connect(to: port)
      let socket = try RawSocket(dup(listener)).accept()
      let start = ContinuousClock.now
      guard send(client.descriptor, bytes, bytes.count, 0) == bytes.count else {
        throw RawSocket.Failure(call: "send")
      }
      client.endOutput()
      return (try socket.readToEnd(), .now - start)
    }
    try await relay.end()
    return result
  }

  private static let bytes = (0..<6000).map { UInt8(truncatingIfNeeded: $0) }

  @Test("bytes leave in pieces, a millisecond apart")
  func pieces() async throws {
    var shape = RelayShape()
    shape.piece = 10
    let (reads, time) = try await Self.pass(Array(Self.bytes.prefix(500)), shape)
    #expect(Array(reads.joined()) == Array(Self.bytes.prefix(500)))
    #expect(reads.allSatisfy { $0.count % 10 == 0 }, "a piece is never cut")
    #expect(time >= .milliseconds(49), "a millisecond is between two pieces")
  }

  @Test("bytes and the end come later by the delay")
  func delay() async throws {
    var shape = RelayShape()
    shape.delay = .milliseconds(80)
    let (reads, time) = try await Self.pass(Self.bytes, shape)
    #expect(Array(reads.joined()) == Self.bytes)
    #expect(time >= .milliseconds(80))
    let (none, end) = try await Self.pass([], shape)
    #expect(none == [] && end >= .milliseconds(80))
  }

  @Test("no more passes in a second than the rate allows")
  func rate() async throws {
    var shape = RelayShape()
    shape.rate = 20_000
    let (reads, time) = try await Self.pass(Self.bytes, shape)
    #expect(Array(reads.joined()) == Self.bytes)
    // The first fiftieth of a second's bytes leave at once.
    #expect(time >= .milliseconds(280))
  }

  @Test("exactly as many bytes pass as may, and then the stream ends", arguments: [0, 1, 5999, 6000])
  func limit(_ count: Int) async throws {
    var shape = RelayShape()
    shape.limit = UInt64(count)
    let (reads, _) = try await Self.pass(Self.bytes, shape)
    #expect(Array(reads.joined()) == Array(Self.bytes.prefix(count)))
  }
}
