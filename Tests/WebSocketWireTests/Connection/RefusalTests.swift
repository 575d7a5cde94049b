import Testing
import WebSocketWire
import WireTestSupport

@Suite("RFC 6455 4.1: an answer that is not 101")
struct RefusalTests {
  private static func answer(_ fields: [String], _ body: [UInt8]) -> [UInt8] {
    Array((["HTTP/1.1 404 Not Found"] + fields).joined(separator: "\r\n").utf8) + hex("0d 0a 0d 0a") + body
  }

  private static func body(of events: [Recorded]) -> [UInt8]? {
    if case .ended(.refused(_, let body)) = events.last { body } else { nil }
  }

  @Test("with a length, the body is complete at its last byte")
  func length() throws {
    let bytes = Self.answer(["Content-Length: 5"], Array("sorry".utf8))
    let events = try WireFeeds.drip(Openings.fresh(.client), end: false).events(of: bytes)
    #expect(Self.body(of: events) == Array("sorry".utf8))
    #expect(events.count == 1)
  }

  @Test("what follows the promised length is not the body's")
  func beyond() throws {
    let bytes = Self.answer(["Content-Length: 5"], Array("sorry, and more".utf8))
    let events = try WireFeeds.drip(Openings.fresh(.client)).events(of: bytes)
    #expect(Self.body(of: events) == Array("sorry".utf8))
  }

  @Test(
    "a length that makes no sense costs nothing",
    arguments: [("-5", 0), ("0", 0), ("99999999999999999999", 5), ("9223372036854775807", 5), ("x", 5)])
  func strangeLength(_ length: String, _ count: Int) throws {
    let bytes = Self.answer(["Content-Length: \(length)"], Array("sorry".utf8))
    let events = try WireFeeds.drip(Openings.fresh(.client)).events(of: bytes)
    #expect(Self.body(of: events)?.count == count)
  }

  @Test("without a length, the body is what came before the end of the stream or the deadline")
  func unknown() throws {
    let bytes = Self.answer([], Array("sorry".utf8))
    for byDeadline in [false, true] {
      let client = try Openings.fresh(.client)
      let recorder = Recorder()
      client.receive(bytes.span.bytes, into: recorder)
      #expect(client.state == .refused && client.state.deadline == .refusal)
      #expect(recorder.events.isEmpty)
      if byDeadline { client.deadlinePassed(into: recorder) } else { client.receiveEnd(into: recorder) }
      #expect(Self.body(of: recorder.events) == Array("sorry".utf8))
    }
  }

  @Test("a body without end is kept as far as the limit", arguments: [4095, 4096, 4097, 100_000])
  func bounded(_ count: Int) throws {
    let client = try Openings.fresh(.client)
    let recorder = Recorder()
    let bytes = Self.answer([], [UInt8](repeating: 0x61, count: count))
    client.receive(bytes.span.bytes, into: recorder)
    #expect(client.state == (count < Connection.refusalBodyLimit ? .refused : .ended))
    client.receiveEnd(into: recorder)
    #expect(Self.body(of: recorder.events)?.count == min(count, Connection.refusalBodyLimit))
  }
}
