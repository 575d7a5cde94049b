import Testing
import WebSocketWire
import WireTestSupport

@Suite("RFC 6455 4: opening a connection")
struct OpeningTests {
  private static func request(
    _ subprotocols: [String] = [], headers: [HTTPField] = []
  ) throws -> OpeningRequest {
    try OpeningRequest(
      url: WebSocketURL("ws://server.example/chat"), key: Openings.key, subprotocols: subprotocols,
      headers: headers)
  }

  @Test("4.1, 4.2: both ends open, whatever the pieces", arguments: [1, 7, .max])
  func loopback(_ pieceSize: Int) throws {
    var pair = Loopback(
      request: try Self.request(["superchat", "chat"]),
      terms: try UpgradeTerms(subprotocols: ["chat", "superchat"]),
      pieceSize: pieceSize)
    pair.pump()
    #expect(pair.client.isOpen && pair.server.isOpen)
    for side in [pair.clientSide, pair.serverSide] {
      guard case .opened(let report) = side.events.first else {
        Issue.record("not opened: \(side.events)")
        return
      }
      #expect(report.subprotocol == "superchat", "the client's order of preference counts")
      #expect(report.failed.isEmpty)
      #expect(report.request.bytes.starts(with: Array("GET /chat".utf8)))
      #expect(report.response?.startLine == "HTTP/1.1 101 Switching Protocols")
      #expect(report.receivedAccept == report.expectedAccept?.value)
    }
  }

  @Test("4.2.2: a subprotocol that only one side knows is not chosen")
  func noSubprotocol() throws {
    var pair = Loopback(request: try Self.request(["chat"]), terms: try UpgradeTerms(subprotocols: ["mqtt"]))
    pair.pump()
    #expect(pair.client.isOpen && pair.server.isOpen)
  }

  @Test("bytes right after the peer's head are frames, at stream offset 0", arguments: WebSocketRole.allCases)
  func leftover(_ role: WebSocketRole) throws {
    let frame = role == .client ? hex("81 02 68 69") : hex("81 82 00 00 00 00 68 69")
    let events = try WireFeeds.drip(Openings.fresh(role)).events(of: Openings.head(for: role) + frame)
    #expect(events.contains(.messageBytes(.text, hex("68 69"))))
    let offsets = events.compactMap { if case .header(_, let offset) = $0 { offset } else { nil } }
    #expect(offsets == [0])
    #expect(events.last == .ended(.lost(duringHandshake: false, unfinished: nil)))
  }

  /// What is wrong with the request, and the status that the server answers.
  static let refusals: [(String, String, String)] = [
    ("Sec-WebSocket-Version: 13", "Sec-WebSocket-Version: 8", "426"),
    ("Upgrade: websocket\r\nConnection: Upgrade\r\n", "", "426"),
    ("GET", "POST", "405"),
    ("Sec-WebSocket-Key: \(Openings.key)", "Sec-WebSocket-Key: short", "400"),
    ("Host: server.example\r\n", "", "400"),
    ("Upgrade: websocket", "Upgrade: h2c", "400"),
    ("HTTP/1.1", "HTTP/1.0", "400"),
    ("GET", "\u{16}", "400"),
  ]

  @Test("4.2.1, 4.4: a server refuses with the status that fits, and says why", arguments: refusals)
  func refusal(_ right: String, _ wrong: String, _ status: String) throws {
    let text = String(decoding: Openings.request, as: UTF8.self)
    let bytes = Array(text.replacing(right, with: wrong).utf8)
    let server = try Openings.fresh(.server)
    let recorder = Recorder(of: .server)
    server.receive(bytes.span.bytes, into: recorder)
    #expect(server.state == .ended)
    let answer = HTTPHead(server.takeOutput())
    #expect(answer.startLineParts[1] == status)
    #expect(answer.fields("Sec-WebSocket-Version").map(\.value) == (status == "426" ? ["13"] : []))
    #expect(answer.fields("Allow").map(\.value) == (status == "405" ? ["GET"] : []))
    guard case .notWebSocket(let violations, _, _) = recorder.ending else {
      Issue.record("\(recorder.events)")
      return
    }
    #expect(!violations.isEmpty && violations == recorder.violations)
  }

  @Test(
    "10.4: a head over the limit is 431 from the server, and the end for the client",
    arguments: WebSocketRole.allCases
  )
  func headTooBig(_ role: WebSocketRole) throws {
    let connection = try Openings.fresh(role, limits: Limits(head: 64))
    let recorder = Recorder(of: role)
    connection.receive(Openings.head(for: role).span.bytes, into: recorder)
    #expect(recorder.violations.map(\.rule) == [.headTooBig])
    #expect(connection.state == .ended)
    let answer = String(decoding: connection.takeOutput(), as: UTF8.self)
    #expect(role == .client ? answer.isEmpty : answer.hasPrefix("HTTP/1.1 431 "))
  }

  @Test("RFC 9112 3: a target over the limit is 414", arguments: [70_000, 65_515])
  func targetTooLong(_ count: Int) throws {
    let server = try Openings.fresh(.server)
    let line = "GET /" + String(repeating: "a", count: count) + " HTTP/1.1\r\nHost: a\r\n\r\n"
    server.receive(Array(line.utf8).span.bytes, into: Recorder(of: .server))
    let answer = String(decoding: server.takeOutput(), as: UTF8.self)
    #expect(answer.hasPrefix("HTTP/1.1 \(count == 70_000 ? "414 URI Too Long" : "431 ")"), "\(answer)")
    // HEAD is answered without content (RFC 9110 9.3.2).
    let other = try Openings.fresh(.server)
    other.receive(Array(("HEAD" + line.dropFirst(3)).utf8).span.bytes, into: Recorder(of: .server))
    let head = String(decoding: other.takeOutput(), as: UTF8.self)
    #expect(head.hasSuffix("\r\n\r\n") && !answer.hasSuffix("\r\n\r\n"), "\(head)")
  }

  @Test("4.1: a wrong Accept ends the client, which sends nothing more")
  func wrongAccept() throws {
    let text = String(decoding: Openings.response, as: UTF8.self)
    let bytes = Array(text.replacing("s3pP", with: "AAAA").utf8)
    let events = try WireFeeds.drip(Openings.fresh(.client)).events(of: bytes + hex("81 01 61"))
    guard case .ended(.notWebSocket(let violations, let report, let received)) = events.last else {
      Issue.record("\(events)")
      return
    }
    #expect(violations.map(\.rule) == [.accept])
    #expect(report?.expectedAccept?.value == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
    #expect(received == bytes)
  }

  @Test("the handshake's deadline", arguments: WebSocketRole.allCases)
  func deadline(_ role: WebSocketRole) throws {
    let connection = try Openings.fresh(role)
    let recorder = Recorder(of: role)
    connection.receive(Array(Openings.head(for: role).dropLast()).span.bytes, into: recorder)
    #expect(connection.state.deadline == .handshake)
    connection.deadlinePassed(into: recorder)
    #expect(recorder.events == [.ended(.timedOut(.handshake))])
  }

  @Test("nothing can be sent before the handshake is done", arguments: WebSocketRole.allCases)
  func early(_ role: WebSocketRole) throws {
    let connection = try Openings.fresh(role)
    let recorder = Recorder(of: role)
    #expect(throws: UsageError.self) { try connection.send(.text, RawSpan(), into: recorder) }
    #expect(throws: UsageError.self) { try connection.ping(RawSpan(), into: recorder) }
    #expect(throws: UsageError.self) { try connection.close(into: recorder) }
    #expect(recorder.events.isEmpty && connection.output.isEmpty)
  }

  @Test("RFC 9112 2.2: a server ignores an empty line before the request")
  func leadingLineEnd() throws {
    let request = Array("\r\n".utf8) + Openings.request
    let events = try WireFeeds.drip(Openings.fresh(.server), end: false).events(of: request)
    #expect(events.contains { if case .opened = $0 { true } else { false } })
  }

  @Test("RFC 9110 9.3.2: the answer to HEAD has no body; 15.6.6: another major version is 505")
  func answers() throws {
    for (line, status) in [
      ("HEAD / HTTP/1.1", "405"), ("HEAD x HTTP/1.1", "405"), ("GET / HTTP/2.0", "505"),
      ("PRI * HTTP/2.0", "505"), ("GET\t/\tHTTP/1.1", "400"), (" GET / HTTP/1.1", "400"),
      ("GET / HTTP/1.0", "400"),
      ("GET /#x HTTP/1.1", "400"),
    ] {
      let server = try Openings.fresh(.server)
      let head =
        "\(line)\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: \(Openings.key)"
        + "\r\nSec-WebSocket-Version: 13\r\n\r\n"
      server.receive(Array(head.utf8).span.bytes, into: Recorder(of: .server))
      let answer = String(decoding: server.takeOutput(), as: UTF8.self)
      #expect(answer.hasPrefix("HTTP/1.1 \(status) "), "\(line): \(answer)")
      #expect(answer.hasSuffix("\r\n\r\n") == line.hasPrefix("HEAD"), "\(line): \(answer)")
    }
  }

  @Test(
    "a request that is not an upgrade is refused for what else is wrong with it, and with 426 where nothing is"
  )
  func withoutUpgrade() throws {
    for (request, status) in [
      ("PRI * HTTP/2.0\r\n\r\n", "505"), ("GET / HTTP/3.0\r\nHost: a\r\n\r\n", "505"),
      ("PUT / HTTP/1.1\r\nHost: a\r\n\r\n", "405"),
      ("GET / HTTP/1.1\r\nHost: a\r\nExpect: tea\r\n\r\n", "417"),
      ("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n", "400"),
      ("GET / HTTP/1.1\r\nHost: a\r\nX: a\r\n b\r\n\r\n", "400"), ("GET / HTTP/1.1\r\n\r\n", "400"),
      ("GET / HTTP/1.1\r\nHost: a\r\nX: \0\r\n\r\n", "400"), ("\rGET / HTTP/1.1\r\nHost: a\r\n\r\n", "400"),
      ("GET / HTTP/1.1\r\nHost: a\r\n\r\n", "426"), ("GET / HTTP/1.0\r\nHost: a\r\n\r\n", "426"),
    ] {
      for pieces in [[Array(request.utf8)], request.utf8.map { [$0] }] {
        let server = try Openings.fresh(.server)
        for piece in pieces { server.receive(piece.span.bytes, into: Recorder(of: .server)) }
        let answer = String(decoding: server.takeOutput(), as: UTF8.self)
        #expect(answer.hasPrefix("HTTP/1.1 \(status) "), "\(request): \(answer)")
      }
    }
  }

  /// As many as the limit of a head allows, in one read, on a thread of 512 KiB of stack.
  @Test("RFC 9110 15.2: thousands of interim answers are passed over")
  func manyInterimAnswers() throws {
    let interim = Array(repeating: Array("HTTP/ 100\r\n\r\n".utf8), count: 5_000).flatMap { $0 }
    let client = try Openings.fresh(.client)
    let recorder = Recorder(of: .client)
    client.receive((interim + Openings.response).span.bytes, into: recorder)
    guard case .opened(let report)? = recorder.events.first else {
      Issue.record("\(recorder.events)")
      return
    }
    #expect(report.interim.count == 5_000)
    let flooded = try Openings.fresh(.client)
    let end = Recorder(of: .client)
    flooded.receive((interim + interim).span.bytes, into: end)
    guard case .ended(.notWebSocket(let violations, _, _)) = end.events.last else {
      Issue.record("\(end.events)")
      return
    }
    #expect(violations.map(\.words) == ["more than 65536 bytes before the final answer's end"])
  }

  /// The lines of an answer 103, and what is reported of them.
  static let interimLines: [(String, [Rule], isOpen: Bool)] = [
    ("Link: </a>\r\n", [], true), ("X: \u{1}\r\nY: a\r\n b\r\n", [.foldedField, .controlCharacter], true),
    ("Upgrade: \u{1}\r\n", [.fieldValue], false), ("X: \0\r\n", [.fieldValue], false),
    ("bad\r\nX : a\r\n", [.malformedField, .fieldNameBlank], false), ("X: a\n", [.bareLineFeed], false),
  ]

  @Test("RFC 9110 15.2: of an answer that is passed over, the lines are judged", arguments: interimLines)
  func interimFields(_ lines: String, _ rules: [Rule], _ isOpen: Bool) throws {
    let early = Array("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\n\(lines)\r\n".utf8)
    let client = try Openings.fresh(.client)
    let recorder = Recorder()
    client.receive((early + Openings.response).span.bytes, into: recorder)
    #expect(recorder.violations.map(\.rule) == rules)
    #expect(recorder.violations.allSatisfy { $0.words.hasPrefix("in the answer 103, ") })
    #expect(recorder.violations.allSatisfy { !$0.evidence.isEmpty })
    #expect(client.isOpen == isOpen)
  }

  @Test(
    "RFC 9112 3: a first line that no request can have is refused before the head is whole",
    arguments: [
      ("GET / HTTQ/1.1\r\n", Rule.httpVersion, #"the version is "HTTQ/1.1", expected HTTP/1.1"#),
      ("get / HTTP\r\n", .httpVersion, #"the version is "HTTP", expected HTTP/1.1"#),
      ("GET /\r\n", .httpVersion, "the version is missing, expected HTTP/1.1"),
      ("POST\n", .httpVersion, "the version is missing, expected HTTP/1.1"),
      ("FOO / HTTQ/1.1\r\n", .notHTTP, "this is not an HTTP request"),
    ])
  func strangeFirstLine(_ line: String, _ rule: Rule, _ words: String) throws {
    let events = try WireFeeds.drip(Openings.fresh(.server), end: false).events(of: Array(line.utf8))
    guard case .ended(.notWebSocket(let violations, _, _)) = events.last else {
      Issue.record("\(events)")
      return
    }
    #expect(violations.map(\.rule) == [rule])
    #expect(violations.map(\.words) == [words])
    let server = try Openings.fresh(.server)
    server.receive(Array(line.utf8).span.bytes, into: Recorder(of: .server))
    #expect(String(decoding: server.takeOutput(), as: UTF8.self).hasPrefix("HTTP/1.1 400 "))
  }

  @Test("RFC 9112 2.2: a carriage return alone before a request is kept as the byte that it is")
  func leadingReturn() throws {
    let server = try Openings.fresh(.server)
    let last = LastEvent()
    server.receive(([0x0D] + Openings.request).span.bytes, into: last)
    guard case .ended(.notWebSocket(_, _, let received)) = last.event else {
      Issue.record("\(String(describing: last.event))")
      return
    }
    #expect(received == [0x0D] + Openings.request)
  }

  /// Keeps an ending as it is; `Recorder` leaves out bytes whose number depends on how they were cut.
  private final class LastEvent: EventSink {
    var event: WebSocketEvent?

    func handle(_ event: WebSocketEvent, from sender: WebSocketRole, at time: Duration, bytes: RawSpan) {
      self.event = event
    }
  }

  @Test(
    "RFC 9112 2.2: a carriage return or NUL in the status line ends the handshake", arguments: ["\r", "\0"])
  func dangerousReason(_ character: String) throws {
    let text = String(decoding: Openings.response, as: UTF8.self)
    let client = try Openings.fresh(.client)
    let recorder = Recorder(of: .client)
    client.receive(
      Array(text.replacing("Switching", with: "Switch\(character)ing").utf8).span.bytes, into: recorder)
    guard case .ended(.notWebSocket(let violations, _, _)) = recorder.events.last else {
      Issue.record("\(recorder.events)")
      return
    }
    #expect(violations.map(\.rule) == [.malformedLine])
  }

  @Test("RFC 9110 7.8, 10.1.1: 100 before 101 where it is expected; another expectation is 417")
  func expectations() throws {
    let request = String(decoding: Openings.request.dropLast(2), as: UTF8.self)
    let response = String(decoding: Openings.response, as: UTF8.self)
    for (field, more, expected) in [
      ("100-continue", "", "HTTP/1.1 100 Continue\r\n\r\n" + response), ("100-Continue", "", nil),
      ("tea", "", "HTTP/1.1 417 "), ("100-continue, tea", "", "HTTP/1.1 417 "),
      ("100-continue", "Content-Length: 5\r\n", "HTTP/1.1 400 "), ("", "", response),
    ] {
      let server = try Openings.fresh(.server)
      let recorder = Recorder(of: .server)
      server.receive(
        Array("\(request)Expect: \(field)\r\n\(more)\r\n".utf8).span.bytes, into: recorder)
      let answer = String(decoding: server.takeOutput(), as: UTF8.self)
      #expect(answer.hasPrefix(expected ?? "HTTP/1.1 100 Continue\r\n\r\n" + response), "\(field): \(answer)")
      if case .opened(let report) = recorder.events.first {
        #expect(recorder.violations.map(\.rule) == (field.isEmpty ? [] : [.needlessExpectation]))
        #expect(report.interim.isEmpty == field.isEmpty)
      } else {
        #expect(!answer.hasPrefix("HTTP/1.1 1"))
      }
    }
  }
}
