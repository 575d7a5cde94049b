import Testing
import WebSocketWire
import WireTestSupport

@Suite("records of frames")
struct FrameRecorderTests {
  /// Passes events to a recorder of frames.
  private final class Sink: EventSink {
    var recorder: FrameRecorder
    var records: [FrameRecord] = []
    init(_ recorder: FrameRecorder) { self.recorder = recorder }

    func handle(_ event: WebSocketEvent, from sender: WebSocketRole, at time: Duration, bytes: RawSpan) {
      if let record = recorder.record(event, bytes: bytes) { records.append(record) }
    }
  }

  private static func records(
    _ pieces: [[UInt8]], from sender: WebSocketRole, keep: Int
  ) -> (whole: [FrameRecord], rest: FrameRecord?) {
    let sink = Sink(FrameRecorder(from: sender, keep: keep))
    var receiver = Receiver(from: sender, policy: .report)
    for piece in pieces { receiver.receive(piece.span.bytes, into: sink) }
    return (sink.records, sink.recorder.unfinished())
  }

  @Test("a payload is kept as far as asked, and the rest is counted", arguments: [0, 1, 4, 5, 6, 1000])
  func keep(_ keep: Int) throws {
    let bytes = hex("81 85 37 fa 21 3d 7f 9f 4d 51 58 | 8a 80 01 02 03 04")
    let feed = DripFeed(behind: hex("89 80")) { Self.records($0, from: .client, keep: keep).whole }
    let records = try feed.events(of: bytes)
    #expect(records.map(\.number) == [1, 2])
    #expect(records.map(\.offset) == [0, 11])
    #expect(records[0].payload == Array(Array("Hello".utf8).prefix(keep)))
    #expect(records[0].omitted == UInt64(max(0, 5 - keep)))
    #expect(records[0].wirePayload == Array(hex("7f 9f 4d 51 58").prefix(keep)))
    #expect(records.map(\.wireCount) == [11, 6])
    #expect(records.allSatisfy { $0.sender == .client && $0.missing == 0 && $0.violations.isEmpty })
  }

  @Test("a frame that is taken whole has the record that its events make", arguments: [0, 4, 5, 1000, .max])
  func whole(_ keep: Int) throws {
    let bytes = hex("81 05 48 65 6c 6c 6f")
    let header = FrameHeader(opcode: .text, payloadLength: 5)
    var recorder = FrameRecorder(from: .server, keep: keep)
    let records = (0..<2).map {
      recorder.record(header, at: $0 * 7, payload: bytes.span.bytes.extracting(droppingFirst: 2))
    }
    #expect(records == Self.records([bytes + bytes], from: .server, keep: keep).whole)
  }

  @Test("what is wrong with a frame is in its record")
  func violations() {
    let records = Self.records([hex("81 7e 00 01 ff | 81 01 61")], from: .server, keep: 10).whole
    #expect(records.map { $0.violations.map(\.rule) } == [[.lengthNotMinimal, .textNotUTF8], []])
  }

  @Test("a frame that is cut short says how much is missing")
  func unfinished() {
    let (whole, rest) = Self.records(
      [hex("81 00 82 7f 00 00 00 00 00 01 00 00 01 02 03")], from: .server, keep: 2)
    #expect(whole.count == 1)
    #expect(rest?.payload == [1, 2] && rest?.omitted == 1 && rest?.missing == 65533 && rest?.offset == 2)
    #expect(Self.records([hex("81 00 82")], from: .server, keep: 2).rest == nil)
  }

  @Test("our own frames are whole from the start")
  func sent() throws {
    let sink = Sink(FrameRecorder(from: .client, keep: 3))
    let connection = try Openings.open(.client)
    try connection.send(.text, Array("Hello".utf8).span.bytes, into: sink)
    try connection.ping(RawSpan(), into: sink)
    #expect(sink.records.map(\.payload) == [Array("Hel".utf8), []])
    #expect(sink.records.map(\.number) == [1, 2])
    #expect(sink.records.map(\.offset) == [0, 11])
    #expect(sink.records.map(\.omitted) == [2, 0])
    #expect(sink.records.map(\.wireCount) == [11, 6])
  }
}
