import Testing
import WebSocketWire

@testable import WebSocketTransport

@Suite("A message that comes in pieces")
struct MessageCollectorTests {
  private static func collect(
    _ pieces: [[UInt8]], _ kind: MessageKind, with collector: inout MessageCollector
  ) -> WebSocketMessage {
    collector.begin()
    for piece in pieces { piece.withUnsafeBytes { collector.append($0) } }
    return collector.finish(kind)
  }

  @Test("messages of any size and kind come out whole, one after the other", arguments: [1, 3, 4])
  func whole(pieces: Int) {
    var collector = MessageCollector()
    for count in [0, 1, 100, 70_000, 16_384, 16_384, 5, 200_000] {
      let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 % 96 + 32) }
      let step = max(1, (count + pieces - 1) / pieces)
      let parts = stride(from: 0, to: count, by: step).map { Array(bytes[$0..<min($0 + step, count)]) }
      #expect(Self.collect(parts, .binary, with: &collector) == .binary(bytes))
      #expect(
        Self.collect(parts, .text, with: &collector) == .text(String(decoding: bytes, as: UTF8.self)))
    }
  }

  @Test("the memory of a binary message is little more than its bytes")
  func memory() {
    var collector = MessageCollector()
    for _ in 0..<2 {
      let message = Self.collect(
        [[UInt8](repeating: 1, count: 40_000), [2]], .binary, with: &collector)
      guard case .binary(let bytes) = message else {
        Issue.record("not binary")
        return
      }
      #expect(bytes.count == 40_001 && bytes.capacity < 52_000)
    }
  }
}
