import Testing
import WebSocketWire
import WireTestSupport

@testable import WebSocketCapture

@Suite("Events as JSON Lines")
struct EventWriterTests {
  private static func log(
    frames: Bool = false, limit: Int = 1000, start: Duration? = .seconds(1_795_854_600),
    showsSecrets: Bool = false
  ) -> EventLog {
    EventLog(
      EventConfiguration(
        role: .client, frames: frames, showsSecrets: showsSecrets, messageLimit: limit, start: start))
  }

  @Test("a message, its frame and what all events have, member by member")
  func members() {
    let log = Self.log(frames: true)
    var observer = Observer()
    observer.receive(
      hex("81 83 01 02 03 04 60 60 60").span.bytes, from: .client, at: .microseconds(1_500_007), into: log)
    let common =
      "\"time\":\"2026-11-28T08:30:01.500007Z\",\"offset\":1.500007,\"connection\":7,\"sender\":\"client\","
    #expect(
      log.lines == [
        "{\"v\":1,\"type\":\"frame\",\(common)\"number\":1,\"byteOffset\":0,\"header\":\"818301020304\",\"fin\":true,\"rsv\":[0,0,0],"
          + "\"opcode\":1,\"name\":\"TEXT\",\"maskingKey\":\"01020304\",\"length\":3,\"lengthForm\":7,\"text\":\"abc\"}",
        "{\"v\":1,\"type\":\"message\",\(common)\"kind\":\"text\",\"text\":\"abc\",\"size\":3,\"wireSize\":9,\"frames\":1,"
          + "\"compressed\":false}",
      ])
  }

  @Test("fragments are one message, with control frames between them, and each direction has its own")
  func fragments() throws {
    let log = Self.log()
    var observer = Observer()
    let turns: [(WebSocketRole, String)] = [
      (.server, "01 02 c3 a4"), (.client, "82 82 00 00 00 00 ff 00"), (.server, "89 01 70"),
      (.client, "8a 81 00 00 00 00 70"),
      (.server, "00 01 c3"), (.server, "80 01 a4"), (.client, "88 85 00 00 00 00 03 e8 62 79 65"),
      (.server, "88 02 0f a0"),
    ]
    for (number, (sender, bytes)) in turns.enumerated() {
      observer.receive(hex(bytes).span.bytes, from: sender, at: .milliseconds(number), into: log)
    }
    #expect(
      try log.objects().map { $0["type"] as? String } == [
        "message", "ping", "pong", "message", "close", "close",
      ])
    #expect(
      try log.events("message", "sender", "kind", "text", "base64", "size", "wireSize", "frames") == [
        "client binary - /wA= 2 8 1", "server text ää - 4 10 3",
      ])
    #expect(try log.events("ping", "sender", "text", "roundTrip") == ["server p -"])
    #expect(try log.events("pong", "sender", "text", "roundTrip") == ["client p 0.001"])
    #expect(
      try log.events("close", "sender", "code", "words", "reason") == [
        "client 1000 normal closure bye", "server 4000 private use ",
      ])
  }

  @Test("a compressed message has its sizes on the wire and inflated, and a frame its bytes as they came")
  func compressed() throws {
    let agreed = NegotiatedDeflate(answer: try DeflateOptions.terms("permessage-deflate")[0])
    let log = Self.log(frames: true)
    var observer = Observer(deflate: agreed)
    observer.receive(hex("41 03 f2 48 cd 80 04 c9 c9 07 00").span.bytes, from: .server, into: log)
    #expect(
      try log.events("message", "text", "size", "wireSize", "frames", "compressed", "compressedSize") == [
        "Hello 5 11 2 1 7"
      ])
    #expect(log.lines[0].contains("\"rsv\":[1,0,0]"))
    #expect(
      log.lines[0].hasSuffix("\"base64\":\"8kjN\",\"inflated\":{\"text\":\"He\",\"size\":2}}"),
      "\(log.lines[0])")
    #expect(
      log.lines[1].hasSuffix("\"base64\":\"yckHAA==\",\"inflated\":{\"text\":\"llo\",\"size\":3}}"),
      "\(log.lines[1])")
  }

  @Test(
    "of a message that is longer than the limit the rest is counted, and a scalar is not cut",
    arguments: [1, 2, 6])
  func limit(piece: Int) throws {
    let log = Self.log(limit: 6)
    var observer = Observer()
    let text = Array("aäöü€".utf8)
    var first = true
    for start in stride(from: 0, to: text.count, by: piece) {
      let part = Array(text[start..<min(start + piece, text.count)])
      let header = FrameHeader(
        isFinal: start + piece >= text.count, opcode: first ? .text : .continuation,
        payloadLength: UInt64(part.count))
      first = false
      observer.receive((header.bytes + part).span.bytes, from: .server, into: log)
    }
    #expect(try log.events("message", "text", "size", "omitted") == ["aäö 10 5"])
  }

  @Test("text that is not UTF-8 is base64, and what is wrong with a frame comes before its message")
  func violations() throws {
    let log = Self.log()
    var observer = Observer()
    observer.receive(
      hex("81 02 ff 61 | c2 00 | 88 03 03 e8 ff").span.bytes, from: .server, at: .zero, into: log)
    #expect(
      try log.objects().map { $0["type"] as? String } == [
        "violation", "message", "violation", "message", "violation", "close",
      ])
    #expect(
      try log.events(
        "violation", "sender", "rule", "clause", "severity", "frame", "byteOffset", "byteCount", "evidence")
        == [
          "server text-not-utf8 RFC 6455 8.1 error 1 2 1 ff",
          "server reserved-bits RFC 6455 5.2 error 2 4 1 c2",
          "server close-reason-not-utf8 RFC 6455 5.5.1 error 3 10 1 ff",
        ])
    #expect(try log.events("message", "kind", "text", "base64") == ["text - /2E=", "binary - "])
    #expect(try log.events("close", "code", "reason", "reasonBase64") == ["1000 - /w=="])
  }

  @Test("messages whose ends never came are written at the end, and a fragment of nothing is not a message")
  func unfinished() throws {
    let log = Self.log()
    var observer = Observer()
    observer.receive(hex("00 01 61 | 01 01 62 | 81 01 63 | 81 05 64 65").span.bytes, from: .server, into: log)
    log.builder.end(
      .lost(duringHandshake: false, unfinished: nil), address: "a:1", start: .zero, isInsideMessage: true,
      at: .seconds(2))
    #expect(try log.events("message", "text", "complete", "size") == ["b 0 1", "c - 1", "de 0 2"])
    #expect(
      log.lines.last?.contains(
        "\"ending\":\"lost\",\"address\":\"a:1\",\"duration\":2.000000,\"insideMessage\":true") == true,
      "\(log.lines.last ?? "")")
    #expect(
      log.lines.last?.contains(
        "\"server\":{\"messages\":1,\"frames\":4,\"payload\":5,\"wire\":13,\"violations\":2}") == true,
      "\(log.lines.last ?? "")")
  }

  @Test("without a clock no event has a time, and a Pong no round trip")
  func timeless() throws {
    let log = Self.log(start: nil)
    var observer = Observer()
    observer.receive(hex("89 00").span.bytes, from: .server, into: log)
    observer.receive(hex("8a 80 00 00 00 00").span.bytes, from: .client, into: log)
    log.writer.decoded(log.builder.statistics)
    #expect(
      log.lines.dropLast() == [
        "{\"v\":1,\"type\":\"ping\",\"connection\":7,\"sender\":\"server\",\"text\":\"\"}",
        "{\"v\":1,\"type\":\"pong\",\"connection\":7,\"sender\":\"client\",\"text\":\"\"}",
      ])
    #expect(
      log.lines.last?.hasPrefix("{\"v\":1,\"type\":\"summary\",\"connection\":1,\"ending\":\"decoded\"")
        == true)
  }

  @Test("an error has its status, and says when it is tried again")
  func error() {
    let log = Self.log()
    log.writer.failed(
      EventFailure(status: 69, sentence: "no \"route\"", hint: "wait", details: ["a", "b"]),
      retry: .milliseconds(1500),
      at: .seconds(3))
    #expect(
      log.lines == [
        "{\"v\":1,\"type\":\"error\",\"time\":\"2026-11-28T08:30:03.000000Z\",\"offset\":3.000000,\"connection\":7,\"status\":69,"
          + "\"sentence\":\"no \\\"route\\\"\",\"hint\":\"wait\",\"details\":[\"a\",\"b\"],\"retryIn\":1.500000}"
      ])
  }

  // MARK: Secrets

  private static func head(_ lines: String...) -> HTTPHead {
    HTTPHead(Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8))
  }

  @Test("credentials of a handshake are out, unless they are asked for", arguments: [false, true])
  func secrets(areShown: Bool) throws {
    let log = Self.log(showsSecrets: areShown)
    let request = Self.head(
      "GET /chat?token=Qz9a&x=1 HTTP/1.1", "Host: h", "Authorization: Bearer Qz9b", "Cookie: sid=Qz9c",
      "Sec-WebSocket-Protocol: bearer, Qz9d", "X-Api-Key Qz9e")
    let response = Self.head(
      "HTTP/1.1 101 OK", "Set-Cookie: sid=Qz9f", "Location: ws://u:Qz9g@h/", "Sec-WebSocket-Protocol: Qz9d")
    let report = HandshakeReport(request: request, response: response, subprotocol: "Qz9d")
    log.builder.handle(.opened(report), from: .server, at: .zero, bytes: RawSpan())
    log.builder.connected(
      ConnectionSummary(
        url: "ws://h/chat?token=Qz9a&x=1", address: "h:80", phases: [], subprotocol: "Qz9d",
        isSubprotocolSecret: true),
      at: .zero)
    log.builder.handle(
      .violation(
        Violation(
          .malformedField, frameOffset: 0, range: 100..<114, evidence: Array("X-Api-Key Qz9e".utf8),
          words: "Cookie: Qz9h")),
      from: .server, at: .zero, bytes: RawSpan())
    #expect(log.text.contains("Qz9") == areShown, "\(log.text)")
    #expect(log.text.contains(Hex.packed(Array("Qz9".utf8))) == areShown, "\(log.text)")
    #expect(log.text.contains("x=1"))
    if areShown {
      for letter in "abcdefgh" { #expect(log.text.contains("Qz9\(letter)"), "\(letter) in \(log.text)") }
    }
    #expect(try log.objects().count == 3)
  }

  // MARK: Time

  @Test(
    "times are those of RFC 3339, over leap days and the ends of years",
    arguments: [
      (0, "1970-01-01T00:00:00.000000Z"), (951_782_399, "2000-02-28T23:59:59.000000Z"),
      (951_782_400, "2000-02-29T00:00:00.000000Z"), (951_868_800, "2000-03-01T00:00:00.000000Z"),
      (1_735_689_599, "2024-12-31T23:59:59.000000Z"), (1_735_689_600, "2025-01-01T00:00:00.000000Z"),
      (4_107_542_399, "2100-02-28T23:59:59.000000Z"), (4_107_542_400, "2100-03-01T00:00:00.000000Z"),
      (253_402_300_799, "9999-12-31T23:59:59.000000Z"),
    ])
  func time(seconds: Int, text: String) {
    var clock = EventClock(start: .zero)
    let members = String(decoding: clock.members(at: .seconds(seconds)), as: UTF8.self)
    #expect(members == "\"time\":\"\(text)\",\"offset\":\(seconds).000000")
  }
}
