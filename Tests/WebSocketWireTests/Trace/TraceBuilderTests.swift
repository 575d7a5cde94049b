import Testing
import WebSocketWire
import WireTestSupport

@Suite("The trace of a connection")
struct TraceBuilderTests {
  /// Keeps records.
  private final class Keeper: TraceSink {
    var records: [TraceRecord] = []

    func receive(_ record: TraceRecord) { records.append(record) }

    var frames: [FrameRecord] {
      records.compactMap { if case .frame(let frame) = $0.event { frame } else { nil } }
    }
  }

  /// Counts the bytes of frames as they pass, and holds none.
  private final class Counter: TraceSink {
    let wantsEvents = true
    var payload: [WebSocketRole: UInt64] = [:]
    var frames: [WebSocketRole: Int] = [:]
    var largest = 0
    var records = 0

    func receive(_ record: TraceRecord) { records += 1 }

    func handle(
      _ event: WebSocketEvent, from sender: WebSocketRole, at time: Duration, bytes: RawSpan, connection: Int
    ) {
      switch event {
      case .payload:
        payload[sender, default: 0] += UInt64(bytes.byteCount)
        largest = max(largest, bytes.byteCount)
      case .frameEnd: frames[sender, default: 0] += 1
      default: break
      }
    }
  }

  /// Hands events to a builder.
  private final class Passage: EventSink {
    let builder: TraceBuilder
    init(_ builder: TraceBuilder) { self.builder = builder }

    func handle(_ event: WebSocketEvent, from sender: WebSocketRole, at time: Duration, bytes: RawSpan) {
      builder.handle(event, from: sender, at: time, bytes: bytes)
    }
  }

  @Test("an observer's two directions, one of them compressed, are one trace with senders and times")
  func observer() throws {
    let keeper = Keeper()
    let passage = Passage(TraceBuilder(connection: 7, payloadLimit: 100, sinks: [keeper]))
    let agreed = NegotiatedDeflate(answer: try DeflateOptions.terms("permessage-deflate")[0])
    var observer = Observer(deflate: agreed)
    let turns: [(WebSocketRole, String)] = [
      (.client, "81 83 01 02 03 04 60 60 60"), (.server, "c1 07 f2 48 cd"), (.client, "89 81 00 00 00 00 70"),
      (.server, "c9 c9 07 00 8a 01 70"), (.server, "c1 05 f2 00 11 00 00"),
    ]
    for (number, (sender, bytes)) in turns.enumerated() {
      observer.receive(hex(bytes).span.bytes, from: sender, at: .milliseconds(10 * number), into: passage)
    }
    #expect(keeper.records.allSatisfy { $0.connection == 7 })
    #expect(keeper.records.map(\.time) == [0, 20, 30, 30, 40].map { .milliseconds($0) })
    #expect(keeper.frames.map(\.sender) == [.client, .client, .server, .server, .server])
    #expect(keeper.frames.map(\.number) == [1, 2, 1, 2, 3])
    #expect(keeper.frames.map(\.offset) == [0, 9, 0, 9, 12])
    let texts = keeper.frames.map { String(decoding: $0.content, as: UTF8.self) }
    #expect(texts == ["abc", "p", "Hello", "p", "Hello"])
    #expect(keeper.frames.map(\.roundTrip) == [nil, nil, nil, .milliseconds(10), nil])
    let statistics = passage.builder.statistics
    #expect((statistics.client.messages, statistics.server.messages) == (1, 2))
    #expect((statistics.client.frames, statistics.server.frames) == (2, 3))
    #expect((statistics.client.wire, statistics.server.wire) == (16, 19))
    #expect(statistics.server.inflated == 10 && statistics.server.compressed == 12)
  }

  @Test("a gibibyte in one frame passes whole, in pieces, while its record holds what was asked")
  func large() throws {
    let counter = Counter()
    let keeper = Keeper()
    let passage = Passage(TraceBuilder(connection: 1, payloadLimit: 16, sinks: [keeper, counter]))
    let size: UInt64 = 1 << 30
    var observer = Observer()
    let header = FrameHeader(opcode: .binary, payloadLength: size)
    observer.receive(header.bytes.span.bytes, from: .server, into: passage)
    let piece = [UInt8](repeating: 0x5A, count: 1 << 20)
    for _ in 0..<size >> 20 { observer.receive(piece.span.bytes, from: .server, into: passage) }
    #expect(counter.payload == [.server: size])
    #expect(counter.frames == [.server: 1])
    #expect(counter.largest == 1 << 20)
    #expect(counter.records == 1)
    let frame = try #require(keeper.frames.first)
    #expect(frame.payload == Array(repeating: 0x5A, count: 16) && frame.omitted == size - 16)
  }

  @Test("the end says what had passed, after the frames that it cut and a handshake that failed")
  func end() throws {
    let keeper = Keeper()
    let builder = TraceBuilder(connection: 2, payloadLimit: 10, sinks: [keeper])
    var receiver = Receiver(from: .server, policy: .report)
    receiver.receive(hex("81 01 61 82 05 01 02").span.bytes, at: .seconds(1), into: Passage(builder))
    let report = HandshakeReport(request: HTTPHead(Array("GET / HTTP/1.1\r\n\r\n".utf8)))
    builder.end(
      .declined(report, status: 404, words: "no"), address: "127.0.0.1:1", start: .milliseconds(5),
      isInsideMessage: true, at: .seconds(2))
    #expect(keeper.records.map(\.time) == [.seconds(1), .seconds(2), .seconds(2), .seconds(2)])
    #expect(keeper.frames.map(\.missing) == [0, 3])
    guard case .handshake(report) = keeper.records[2].event, case .ended(let end) = keeper.records[3].event
    else {
      Issue.record("\(keeper.records)")
      return
    }
    #expect(end.address == "127.0.0.1:1" && end.start == .milliseconds(5) && end.isInsideMessage)
    #expect(end.statistics.server.frames == 2 && end.statistics.client.frames == 0)
  }
}
