import Testing
import WebSocketCapture
import WebSocketWire
import WireTestSupport

@Suite("Events as input")
struct EventReaderTests {
  static let events: [(String, EventReader.Event)] = [
    (#"{"type":"message","text":"hi"}"#, .message(.text, Array("hi".utf8))),
    (#" { "text" : "\u00e9\n", "type" : "message" } "#, .message(.text, Array("é\n".utf8))),
    (#"{"type":"message","base64":"AP8="}"#, .message(.binary, [0x00, 0xFF])),
    (#"{"type":"message","kind":"text","base64":"aGk="}"#, .message(.text, Array("hi".utf8))),
    (#"{"type":"message","kind":"binary","text":"hi"}"#, .message(.binary, Array("hi".utf8))),
    (
      #"{"v":1,"type":"message","sender":"server","kind":"text","text":"","size":0,"omitted":0}"#,
      .message(.text, [])
    ),
    (
      #"{"type":"message","text":"a","base64":null,"kind":null,"x":[{"type":1}]}"#,
      .message(.text, Array("a".utf8))
    ),
    (#"{"type":"ping"}"#, .ping([])), (#"{"type":"pong","base64":"AQ=="}"#, .pong([1])),
    (#"{"type":"close"}"#, .close(.normalClosure, reason: [])),
    (
      #"{"type":"close","code":4000,"reason":"bye"}"#,
      .close(CloseCode(rawValue: 4000), reason: Array("bye".utf8))
    ),
    (#"{"v":1,"type":"ping","sender":"client","text":""}"#, .other),
    (#"{"v":1,"type":"close","sender":"server","code":null}"#, .other),
    (#"{"v":1,"type":"frame","text":"a"}"#, .other), (#"{"v":1,"type":"summary"}"#, .other),
  ]

  @Test("what can be sent is read, and what happened is passed over", arguments: events)
  func reads(line: String, event: EventReader.Event) throws {
    #expect(try EventReader.read(Array(line.utf8)) == event)
  }

  static let faults: [(String, String)] = [
    ("", "byte 1: an object is expected"), ("hello", "byte 1: an object is expected"),
    ("[]", "byte 1: an object is expected"), ("{", "byte 2: a string is expected"),
    (#"{"type":"message","text":"a"} x"#, "byte 31: nothing is expected after the value"),
    ("{}", "the object has no type"), (#"{"type":null}"#, "the object has no type"),
    (#"{"type":1}"#, "byte 9: a string is expected"),
    (#"{"type":"mesage"}"#, "\"mesage\" is not a type of event"),
    (#"{"type":"message"}"#, "the message has neither \"text\" nor \"base64\""),
    (#"{"type":"message","text":"a","base64":"YQ=="}"#, "\"text\" and \"base64\": one of them at a time"),
    (#"{"type":"message","base64":"YQ"}"#, "\"base64\" is not valid base64 with padding"),
    (#"{"type":"message","text":"a","text":"b"}"#, "byte 40: \"text\" appears twice"),
    (
      #"{"type":"message","text":"a","kind":"json"}"#,
      "\"json\" is not a kind of message, expected text or binary"
    ),
    (
      #"{"type":"message","text":"a","omitted":5}"#,
      "5 bytes of the message were left out when it was recorded"
    ),
    (#"{"type":"message","text":"a","complete":false}"#, "the end of the message is missing"),
    (#"{"v":2,"type":"message","text":"a"}"#, "this is version 2 of the objects, expected 1"),
    (#"{"type":"close","code":1005}"#, "1005 is not a code that a Close can have (RFC 6455 7.4)"),
    (#"{"type":"close","code":1e3}"#, "1e3 is not a code that a Close can have (RFC 6455 7.4)"),
    (
      #"{"type":"ping","text":"\#(String(repeating: "x", count: 126))"}"#,
      "the payload has 126 bytes, expected at most 125 (RFC 6455 5.5)"
    ),
    (
      #"{"type":"close","reason":"\#(String(repeating: "x", count: 124))"}"#,
      "the reason has 124 bytes, expected at most 123 (RFC 6455 5.5.1)"
    ),
  ]

  @Test("any other line is refused with half a sentence", arguments: faults)
  func refuses(line: String, words: String) {
    let error = #expect(throws: UsageError.self) { try EventReader.read(Array(line.utf8)) }
    #expect(error?.description == words)
  }

  @Test("a line that is not UTF-8 is refused")
  func notUTF8() {
    let error = #expect(throws: UsageError.self) { try EventReader.read(Array("{\"a\":\"".utf8) + [0xFF]) }
    #expect(error?.description == "byte 7: ff is not UTF-8, and JSON must be")
  }

  @Test("what the writer writes comes back, whatever it is")
  func roundTrip() throws {
    try withSeed { generator in
      let log = EventLog(EventConfiguration(role: .client, messageLimit: 1000, start: .zero))
      var observer = Observer()
      var sent: [EventReader.Event] = []
      for index in 0..<100 {
        let isText = generator.next() % 2 == 0
        let bytes =
          isText
          ? Array(
            String(
              (0..<30).compactMap { _ in Unicode.Scalar(UInt32(generator.next() % 0x11_0000)) }.map(
                Character.init)
            ).utf8)
          : generator.bytes(index)
        let header = FrameHeader(opcode: isText ? .text : .binary, payloadLength: UInt64(bytes.count))
        observer.receive((header.bytes + bytes).span.bytes, from: .server, into: log)
        sent.append(.message(isText ? .text : .binary, bytes))
      }
      try #require(try log.lines.map { try EventReader.read(Array($0.utf8)) } == sent)
    }
  }
}
