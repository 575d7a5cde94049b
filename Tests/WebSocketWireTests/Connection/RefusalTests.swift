import Testing
import WebSocketWire
import WireTestSupport

@Suite("RFC 6455 4.1: an answer that is not 101")
struct RefusalTests {
  private static func answer(_ fields: [String], _ body: [UInt8]) -> [UInt8] {
    Array((["HTTP/1.1 404 Not Found"] + fields).joined(separator: "\r\n").utf8) + hex("0d 0a 0d 0a") + body
  }

  private static func body(of events: [Recorded]) -> [UInt8]? {
    if case .ended(.refused(_, let body, _)) = events.last { body } else { nil }
  }

  @Test("with a length, the body is complete at its last byte")
  func length() throws {
    let bytes = Self.answer(["Content-Length: 5"], Array("sorry".utf8))
    let events = try WireFeeds.drip(Openings.fresh(.client), end: false).events(of: bytes)
    #expect(Self.body(of: events) == Array("sorry".utf8))
  }

  @Test("what follows the promised length is not the body's")
  func beyond() throws {
    let bytes = Self.answer(["Content-Length: 5"], Array("sorry, and more".utf8))
    let events = try WireFeeds.drip(Openings.fresh(.client)).events(of: bytes)
    #expect(Self.body(of: events) == Array("sorry".utf8))
  }

  @Test(
    "a length that makes no sense costs nothing",
    arguments: [
      ("-5", 5), ("+3", 5), ("3_0", 5), ("0", 0), ("99999999999999999999", 5), ("9223372036854775807", 5),
      ("x", 5),
      ("٣", 5),
    ])
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
      let recorder = Recorder(of: .client)
      client.receive(bytes.span.bytes, into: recorder)
      #expect(client.state == .refused && client.state.deadline == .refusal)
      #expect(recorder.events.count == 1, "the refusal, and not yet the end")
      if byDeadline { client.deadlinePassed(into: recorder) } else { client.receiveEOF(into: recorder) }
      #expect(Self.body(of: recorder.events) == Array("sorry".utf8))
    }
  }

  @Test("a body without end is kept as far as the limit", arguments: [4095, 4096, 4097, 100_000])
  func bounded(_ count: Int) throws {
    let client = try Openings.fresh(.client)
    let recorder = Recorder(of: .client)
    let bytes = Self.answer([], [UInt8](repeating: 0x61, count: count))
    client.receive(bytes.span.bytes, into: recorder)
    #expect(client.state == (count < Limits().refusal ? .refused : .ended))
    client.receiveEOF(into: recorder)
    #expect(Self.body(of: recorder.events)?.count == min(count, Limits().refusal))
  }

  private static let chunked = "Transfer-Encoding: chunked"

  /// A chunked body, and its content.
  static let chunks: [(String, String)] = [
    ("5\r\nsorry\r\n0\r\n\r\n", "sorry"), ("2;a=b\r\nso\r\n003 \r\nrry\r\n0\r\nX: y\r\n\r\nbehind", "sorry"),
    ("0\r\n\r\n", ""), ("A\r\n0123456789\r\n0\r\n\r\n", "0123456789"), ("5\nsorry\n0\n\n", "sorry"),
  ]

  @Test("RFC 9112 7.1: a chunked body is its content, complete with its last chunk", arguments: chunks)
  func chunked(_ body: String, _ content: String) throws {
    for more in [[], ["Content-Length: 1"]] {
      let bytes = Self.answer([Self.chunked] + more, Array(body.utf8))
      let events = try WireFeeds.drip(Openings.fresh(.client), end: false).events(of: bytes)
      #expect(Self.body(of: events) == Array(content.utf8))
    }
  }

  @Test(
    "a chunk size that is not one is the last of the body, and nothing more is waited for",
    arguments: ["-1", "+5", "0x5", "5_0", " 5", "٥", "", "ffffffffffffffffffff", "g"])
  func brokenChunks(_ size: String) throws {
    let body = Array("\(size)\r\nsorry\r\n".utf8)
    let bytes = Self.answer([Self.chunked], Array("2\r\nno\r\n".utf8) + body)
    let events = try WireFeeds.drip(Openings.fresh(.client), end: false).events(of: bytes)
    #expect(Self.body(of: events) == Array("no\(size)\r\n".utf8))
  }

  @Test("a size line without end and chunks without end are kept as far as the limit")
  func endlessChunks() throws {
    for body in [
      [UInt8](repeating: 0x31, count: 100_000),
      Array("7fffffffffffffff\r\n".utf8) + [UInt8](repeating: 0x61, count: 100_000),
      Array("fa0\r\n".utf8) + [UInt8](repeating: 0x61, count: 4000) + [0x0D, 0x0A]
        + [UInt8](repeating: 0x67, count: 100_000),
    ] {
      let client = try Openings.fresh(.client)
      let recorder = Recorder(of: .client)
      let bytes = Self.answer([Self.chunked], body)
      client.receive(bytes.span.bytes, into: recorder)
      client.receiveEOF(into: recorder)
      #expect(Self.body(of: recorder.events).map { $0.count <= Limits().refusal } == true)
    }
  }

  /// The fields of a refusal, what comes of its body, and what is said of that.
  static let cut: [([String], String, String?)] = [
    (["Content-Length: 10"], "abc", "its body is incomplete: 3 of 10 bytes came (RFC 9112 8)"),
    (
      ["Content-Length: 99999999999999999999"], "ab",
      "its body is incomplete: 2 of 99999999999999999999 bytes came (RFC 9112 8)"
    ),
    (["Content-Length: 10"], "", "its body is incomplete: 0 of 10 bytes came (RFC 9112 8)"),
    ([chunked], "3\r\nabc\r\n", "its body is incomplete: its last chunk did not come (RFC 9112 8)"),
    ([chunked], "", "its body is incomplete: its last chunk did not come (RFC 9112 8)"),
    (["Content-Length: 3"], "abc", nil), ([chunked], "3\r\nabc\r\n0\r\n\r\n", nil), ([], "abc", nil),
  ]

  @Test("RFC 9112 8: a body that is not whole is named, however it ends", arguments: cut)
  func incomplete(_ fields: [String], _ body: String, _ words: String?) throws {
    for byDeadline in [false, true] {
      let client = try Openings.fresh(.client)
      let recorder = Recorder(of: .client)
      client.receive(Self.answer(fields, Array(body.utf8)).span.bytes, into: recorder)
      if byDeadline { client.deadlinePassed(into: recorder) } else { client.receiveEOF(into: recorder) }
      guard case .ended(.refused(_, _, let fault)) = recorder.events.last else {
        Issue.record("\(recorder.events)")
        return
      }
      #expect(fault == words)
    }
  }

  @Test(
    "RFC 9110 6.4.1: some statuses have no content to wait for",
    arguments: ["204 No Content", "304 Not Modified"])
  func withoutContent(_ status: String) throws {
    let bytes = Array("HTTP/1.1 \(status)\r\nContent-Length: 5\r\n\r\n".utf8)
    let events = try WireFeeds.drip(Openings.fresh(.client), end: false).events(of: bytes)
    #expect(Self.body(of: events) == [])
  }

  @Test(
    "RFC 9110 15.2: answers before the final one are passed over",
    arguments: ["100 Continue", "102 ", "103 Early Hints", "199"])
  func interim(_ status: String) throws {
    let interim = "HTTP/1.1 \(status)\r\nLink: </x>\r\n\r\n"
    let bytes = Array((interim + interim).utf8) + Self.answer(["Content-Length: 5"], Array("sorry".utf8))
    let events = try WireFeeds.drip(Openings.fresh(.client), end: false).events(of: bytes)
    #expect(Self.body(of: events) == Array("sorry".utf8))
    let report = try #require(
      events.compactMap { if case .handshakeRefused(let report) = $0 { report } else { nil } }.first)
    #expect(report.interim.count == 2 && report.interim[0].startLine == "HTTP/1.1 \(status)")
  }

  @Test("they share the limit of a head")
  func endlessInterim() throws {
    let client = try Openings.fresh(.client)
    let recorder = Recorder(of: .client)
    let interim = Array("HTTP/1.1 100 Continue\r\n\r\n".utf8)
    for _ in 0..<10_000 where client.state == .opening { client.receive(interim.span.bytes, into: recorder) }
    guard case .ended(.notWebSocket(let violations, _, _)) = recorder.events.last else {
      Issue.record("\(recorder.events)")
      return
    }
    #expect(violations.map(\.rule) == [.headTooBig])
  }

  @Test(
    "a status of other than three digits is not HTTP",
    arguments: ["99", "1010", "+01", "-12", "2x0", "", "２００"])
  func status(_ status: String) throws {
    let bytes = Array("HTTP/1.1 \(status) words\r\n\r\n".utf8)
    let events = try WireFeeds.drip(Openings.fresh(.client)).events(of: bytes)
    guard case .ended(.notWebSocket(let violations, _, _)) = events.last else {
      Issue.record("\(events)")
      return
    }
    #expect(violations.map(\.rule) == [.statusLine])
  }

  @Test("RFC 9112 7.1.1: an extension of any length is passed over, and so is a trailer")
  func longChunkExtension() throws {
    let long = Array(repeating: UInt8(ascii: "e"), count: 70_000)
    let body = Array("5;x=".utf8) + long + Array("\r\nsorry\r\n0\r\nT: ".utf8) + long + Array("\r\n\r\n".utf8)
    let bytes = Self.answer(["Transfer-Encoding: chunked"], body)
    let events = try WireFeeds.drip(Openings.fresh(.client), end: false).events(of: bytes)
    guard case .ended(.refused(_, let content, let fault)) = events.last else {
      Issue.record("\(String(describing: events.last))")
      return
    }
    #expect(content == Array("sorry".utf8) && fault == nil)
  }

  @Test("a chunk line that is none is named", arguments: ["-1", "0x3", "+3", "", "x;a=1"])
  func brokenChunk(_ size: String) throws {
    let bytes = Self.answer(["Transfer-Encoding: chunked"], Array("\(size)\r\nabc\r\n0\r\n\r\n".utf8))
    let events = try WireFeeds.drip(Openings.fresh(.client)).events(of: bytes)
    guard case .ended(.refused(_, _, let fault)) = events.last else {
      Issue.record("\(String(describing: events.last))")
      return
    }
    #expect(
      fault == "its body has the chunk line \(size.quoted), expected a size in hex digits (RFC 9112 7.1)")
  }
}
