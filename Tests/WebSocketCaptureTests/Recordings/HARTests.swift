import Foundation
import FuzzSupport
import Testing
import WebSocketWire
import WireTestSupport

@testable import WebSocketCapture

@Suite("HAR files")
struct HARTests {
  /// What was read of a file, in words.
  private final class Log: RecordingSink {
    var lines: [String] = []
    var start = Duration.zero
    func begin(role: WebSocketRole?, start: Duration) { self.start = start }
    func handle(_ event: RecordedEvent, connection: Int, at time: Duration, bytes: RawSpan) {
      let content = bytes.withUnsafeBytes { Array($0) }
      switch event {
      case .connected(let summary): lines.append("\(connection) \(summary.url) \(summary.address)")
      case .handshake(let report):
        lines.append(
          "\(report.request.startLine) | \(report.response?.startLine ?? "-") | \(report.checks.count)")
      case .message(let kind, let sender):
        lines.append("\(time) \(sender) \(kind) \(Hex.packed(content))")
      case .openAtEnd: lines.append("end")
      default: lines.append("?")
      }
    }
  }

  private static func read(_ text: String, piece: Int = .max) throws -> Log {
    let log = Log()
    var reader = HARReader(into: log)
    let bytes = Array(text.utf8)
    for start in stride(from: 0, to: bytes.count, by: min(piece, max(1, bytes.count))) {
      try reader.receive(
        Array(bytes[start..<min(bytes.count, piece == .max ? bytes.count : start + piece)]).span.bytes)
    }
    try reader.end()
    return log
  }

  /// As Chromium's developer tools export it: the messages before the request, and other entries beside them.
  private static let chromium = """
    {"log": {"version": "1.2", "creator": {"name": "WebInspector", "version": "537.36"}, "pages": [],
      "entries": [
        {"_resourceType": "document", "startedDateTime": "2026-11-28T09:29:59.000Z",
         "request": {"method": "GET", "url": "https://server.example/", "headers": []}, "response": {"status": 200}},
        {"_initiator": {"type": "script"}, "_priority": "High", "_resourceType": "websocket",
         "_webSocketMessages": [
           {"type": "send", "time": 1795858200.5, "opcode": 1, "data": "h\\u00e4"},
           {"type": "receive", "time": 1795858201.25, "opcode": 2, "data": "AP8="},
           {"type": "error", "time": 1795858201.5, "opcode": -1, "data": "gone"}],
         "cache": {}, "connection": "1",
         "request": {"method": "GET", "url": "wss://server.example/chat?a=1", "httpVersion": "HTTP/1.1",
           "headers": [{"name": "Host", "value": "server.example"}], "queryString": [], "cookies": [],
           "headersSize": -1, "bodySize": 0},
         "response": {"status": 101, "statusText": "Switching Protocols", "httpVersion": "HTTP/1.1",
           "headers": [{"name": "Upgrade", "value": "websocket"}]},
         "serverIPAddress": "192.0.2.2", "startedDateTime": "2026-11-28T09:30:00.000Z", "time": 12}]}}
    """

  /// As Firefox's: times in milliseconds, a zone, and the request first.
  private static let firefox = """
    {"log":{"version":"1.2","creator":{"name":"Firefox","version":"140.0"},"entries":[{"startedDateTime":
    "2026-11-28T10:30:00.000+01:00","request":{"bodySize":0,"method":"GET","url":"ws://[2001:db8::1]:81/","httpVersion":"HTTP/1.1",
    "headers":[]},"response":{"status":101,"statusText":"Switching Protocols","httpVersion":"HTTP/1.1","headers":[]},
    "serverIPAddress":"2001:db8::1","_webSocketMessages":[{"type":"send","time":1795858200500,"opcode":1,"data":"a"}]}]}}
    """

  @Test("Chromium's and Firefox's forms, however they are cut", arguments: [Int.max, 1, 7])
  func forms(piece: Int) throws {
    let chromium = try Self.read(Self.chromium, piece: piece)
    #expect(
      chromium.lines == [
        "1 wss://server.example/chat?a=1 192.0.2.2:443",
        "GET /chat?a=1 HTTP/1.1 | HTTP/1.1 101 Switching Protocols | 0",
        "0.5 seconds client text 68c3a4", "1.25 seconds server binary 00ff", "end",
      ])
    #expect(chromium.start == .seconds(1_795_858_200))
    let firefox = try Self.read(Self.firefox, piece: piece)
    #expect(
      firefox.lines == [
        "1 ws://[2001:db8::1]:81/ [2001:db8::1]:81", "GET / HTTP/1.1 | HTTP/1.1 101 Switching Protocols | 0",
        "0.5 seconds client text 61", "end",
      ])
    #expect(firefox.start == .seconds(1_795_858_200))
  }

  @Test("what is written is HAR to another reader, whole after each flush, and is read again")
  func written() throws {
    let target = RecordedBytes()
    let recorder = HARRecorder(start: .seconds(1_795_858_200), showsSecrets: false, to: target)
    func parsed() throws -> [[String: Any]] {
      let object = try JSONSerialization.jsonObject(with: Data(target.bytes)) as? [String: Any]
      return try #require((object?["log"] as? [String: Any])?["entries"] as? [[String: Any]])
    }
    #expect(try parsed().isEmpty)
    var observer = Observer()
    final class Sink: EventSink {
      let builder: TraceBuilder
      init(_ builder: TraceBuilder) { self.builder = builder }
      func handle(_ event: WebSocketEvent, from sender: WebSocketRole, at time: Duration, bytes: RawSpan) {
        builder.handle(event, from: sender, at: time, bytes: bytes)
      }
    }
    let sinks = [1, 2].map { number in
      Sink(TraceBuilder(connection: number, payloadLimit: 0, sinks: [recorder.connection(number)]))
    }
    for sink in sinks {
      sink.builder.connected(
        ConnectionSummary(
          url: "ws://server.example/chat?token=x", address: "192.0.2.2:80", phases: [], subprotocol: nil),
        at: .seconds(1))
      sink.builder.handle(
        .opened(HandshakeRules.check(response: HTTPHead(Openings.response), to: HTTPHead(Openings.request))),
        from: .server, at: .seconds(1), bytes: RawSpan())
      recorder.flush()
      _ = try parsed()
    }
    // Two fragments with a Ping between them, then a binary message on the other connection, and the first one again.
    for (number, bytes) in [(0, "01 02 c3 a4 | 89 00 | 80 01 22"), (1, "82 02 00 ff"), (0, "81 00")] {
      observer.receive(hex(bytes).span.bytes, from: .server, at: .seconds(2), into: sinks[number])
      recorder.flush()
      _ = try parsed()
    }
    recorder.finish()
    let entries = try parsed()
    let messages = entries.map {
      ($0["_webSocketMessages"] as? [[String: Any]] ?? []).map { "\($0["opcode"] ?? "") \($0["data"] ?? "")" }
    }
    #expect(messages == [[], [], ["1 ä\""], ["2 AP8="], ["1 "]])
    #expect(
      (entries[0]["request"] as? [String: Any])?["url"] as? String == "ws://server.example/chat?token=***")
    let log = try Self.read(String(decoding: target.bytes, as: UTF8.self))
    #expect(
      log.lines.filter { $0.contains("seconds") }
        == [
          "1.0 seconds server text c3a422", "1.0 seconds server binary 00ff", "1.0 seconds server text ",
        ])
  }

  @Test(
    "what is wrong is named with its place",
    arguments: [
      ("", "byte 0: found the end of the file, expected an object"),
      ("{\"log\":{\"entries\":[{]}}", "found \"]}}\", expected a string"),
      ("{\"log\":{\"entries\":[{\"_webSocketMessages\":[]}]}}", "the startedDateTime of the entry"),
      ("{\"log\":{\"entries\":[{\"startedDateTime\":\"now\"}]}}", "a time of RFC 3339"),
    ])
  func faults(_ text: String, _ words: String) throws {
    let fault = #expect(throws: CaptureFault.self) { try Self.read(text) }
    #expect(fault?.sentence.contains(words) == true, "\(fault?.sentence ?? "none")")
  }

  @Test("a damaged file ends in a fault or is read, and never in a trap")
  func damage() throws {
    try withSeed { generator in
      for text in [Self.chromium, Self.firefox] {
        for _ in 0..<400 {
          let damaged = generator.damaged(Array(text.utf8))
          let log = Log()
          var reader = HARReader(into: log)
          try reader.receive(damaged.span.bytes)
          _ = try? reader.end()
        }
      }
    }
  }
}
