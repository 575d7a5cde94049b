import Testing
import WebSocketInspect
import WebSocketWire

@Suite struct ReportViewTests {
  private static let request = HTTPHead(
    Array(
      ("GET /chat HTTP/1.1\r\nHost: echo.example\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n").utf8))

  private func response(_ accept: String) -> HTTPHead {
    HTTPHead(
      Array(
        ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
          + "Sec-WebSocket-Accept: \(accept)\r\n\r\n").utf8))
  }

  @Test func handshakeSeenByTheClient() {
    let report = HandshakeRules.check(response: response("s3pPLMBiTxaQ9kYGzzhZRbK+xOo="), to: Self.request)
    #expect(
      HandshakeView.render(report, checkedBy: .client, elapsed: .microseconds(11800), style: .plain) == """
        → GET /chat HTTP/1.1
          Host: echo.example
          Upgrade: websocket
          Connection: Upgrade
          Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
          Sec-WebSocket-Version: 13
        ← HTTP/1.1 101 Switching Protocols                                  +11.8 ms
          Upgrade: websocket
          Connection: Upgrade
          Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=

          ok   version HTTP/1.1                                    RFC 6455 4.1
          ok   status 101                                          RFC 6455 4.1
          ok   Upgrade is websocket                                RFC 6455 4.1
          ok   Connection holds Upgrade                            RFC 6455 4.1
          ok   Accept answers the key                              RFC 6455 4.2.2
                 key        dGhlIHNhbXBsZSBub25jZQ==
                 + GUID     dGhlIHNhbXBsZSBub25jZQ==258EAFA5-E914-47DA-95CA-C5AB0DC85B11
                 SHA-1      b3 7a 4f 2c c0 62 4f 16 90 f6 46 06 cf 38 59 45 b2 be c4 ea
                 base64     s3pPLMBiTxaQ9kYGzzhZRbK+xOo=
                 received   s3pPLMBiTxaQ9kYGzzhZRbK+xOo=   equal
          --   no subprotocol offered, none chosen
          --   no extension offered, none chosen

        """)
  }

  @Test(arguments: [false, true])
  func handshakeShowsSecretsIfAsked(showsSecrets: Bool) {
    let request = HTTPHead(
      Array(
        ("GET /chat?access_token=Qz9a HTTP/1.1\r\nHost: echo.example\r\nAuthorization: Basic Qz9b\r\n"
          + "Cookie: a=Qz9c\r\n Qz9d\r\nX-Api-Key Qz9e: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
          + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n").utf8))
    let report = HandshakeRules.check(response: response("s3pPLMBiTxaQ9kYGzzhZRbK+xOo="), to: request)
    let text = HandshakeView.render(
      report, checkedBy: .client, elapsed: nil, style: .plain, showsSecrets: showsSecrets)
    #expect(text.contains("Qz9b") == showsSecrets)
    #expect(text.contains("Authorization: Basic ***\n") != showsSecrets)
    #expect(text.contains("GET /chat?access_token=*** HTTP/1.1\n") != showsSecrets)
    for secret in ["Qz9a", "Qz9c", "Qz9d"] { #expect(text.contains(secret) == showsSecrets, "\(text)") }
  }

  @Test func onlyACheckThatIsTooLongIsFolded() {
    let text = String(decoding: response("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=").bytes.dropLast(2), as: UTF8.self)
    let long = HTTPHead(Array("\(text)Content-Length: 0\r\n\r\n".utf8))
    let report = HandshakeRules.check(response: long, to: Self.request)
    for width in [68, 80] {
      let view = HandshakeView.render(report, checkedBy: .client, elapsed: nil, style: .plain, width: width)
      let lines = view.split(separator: "\n").map(String.init)
      for words in [
        "ok   version HTTP/1.1  ", "ok   Connection holds Upgrade  ", "ok   Accept answers the key  ",
      ] {
        let line = lines.first { $0.hasPrefix("  " + words) }
        #expect(line?.contains("  RFC 6455 4.") == true && (line?.count ?? 0) <= width, "\(view)")
      }
      #expect(lines.filter { $0.hasPrefix("  ok") }.allSatisfy { $0.count <= width }, "\(view)")
    }
  }

  @Test(arguments: [nil, 80, 100])
  func theChoiceOfAListenerIsApartFromItsWords(width: Int?) throws {
    let words = "its Origin http://evil.example is not allowed: --allow-origin lets it in"
    let connection = Connection(server: UpgradeTerms()) { _ in
      .answer(HTTPResponse(.forbidden), reason: words)
    }
    let reports = Reports()
    let bytes = Self.request.bytes
    connection.receive(bytes.span.bytes, into: reports)
    let text = HandshakeView.render(
      try #require(reports.report), checkedBy: .server, elapsed: nil, style: .plain, width: width)
    #expect(text.contains("FAIL \(words)  this") || text.contains("FAIL \(words)\n"), "\(text)")
  }

  private final class Reports: EventSink {
    var report: HandshakeReport?

    func handle(_ event: WebSocketEvent, from sender: WebSocketRole, at time: Duration, bytes: RawSpan) {
      if case .ended(.declined(let report, _, _)) = event { self.report = report }
    }
  }

  @Test func handshakeIsFolded() {
    let report = HandshakeRules.check(response: response("s3pPLMBiTxaQ9kYGzzhZRbK+xOo="), to: Self.request)
    let text = HandshakeView.render(
      report, checkedBy: .client, elapsed: .milliseconds(3), style: .plain, width: 40)
    #expect(text.contains("\n  ok   Accept answers the key\n       RFC 6455 4.2.2\n"), "\(text)")
    for line in text.split(separator: "\n") where line.split(separator: " ").count > 2 {
      #expect(line.count <= 40, "\(line)")
    }
  }

  @Test func handshakeThatFailsIsEscapedAndAligned() {
    let wrong = response("x\u{1B}[2J")
    let text = HandshakeView.render(
      HandshakeRules.check(response: wrong, to: Self.request), checkedBy: .client, elapsed: nil, style: .plain
    )
    #expect(!text.unicodeScalars.contains("\u{1B}"))
    #expect(text.contains("\n  Sec-WebSocket-Accept: x\\x1b[2J\n"))
    #expect(text.contains("\n         received   x\\x1b[2J   NOT equal\n"))
    #expect(text.contains("\n  FAIL Sec-WebSocket-Accept is "))
    let judged = text.split(separator: "\n").filter { $0.hasPrefix("  ok ") || $0.hasPrefix("  FAIL") }
    let columns = Set(judged.map { $0.split(separator: "RFC ").first?.count })
    #expect(columns.count == 1)
  }

  @Test func handshakeWarnsAndHidesWhatIsFolded() {
    let key = Self.request.fields("Sec-WebSocket-Key")[0].value
    let answer = OpeningResponse.accept(key: key, subprotocol: nil).bytes.dropLast(2)
    let more = "Set-Cookie: s=\r\n Qz9e\r\nServer: a\u{1B}[2J\r\n\r\n"
    let text = HandshakeView.render(
      HandshakeRules.check(response: HTTPHead(Array(answer) + Array(more.utf8)), to: Self.request),
      checkedBy: .client,
      elapsed: nil, style: .plain)
    #expect(text.contains("\n  Set-Cookie: ***\n   ***\n  Server: a\\x1b[2J\n"))
    #expect(text.contains("\n  warn the field Set-Cookie is folded onto another line "))
    #expect(text.contains("\n  warn the value of Server holds a control character "))
    #expect(!text.contains("Qz9e") && !text.contains("FAIL"), "\(text)")
  }

  @Test func aTokenThatTheServerChoseIsHidden() {
    let request = "GET / HTTP/1.1\r\nSec-WebSocket-Protocol: chat, token, Qz9\r\n\r\n"
    let response = "HTTP/1.1 101 Switching Protocols\r\nSec-WebSocket-Protocol: Qz9\r\n\r\n"
    let report = HandshakeReport(
      request: HTTPHead(Array(request.utf8)), response: HTTPHead(Array(response.utf8)))
    func text(showsSecrets: Bool) -> String {
      HandshakeView.render(
        report, checkedBy: .client, elapsed: nil, style: .plain, showsSecrets: showsSecrets)
    }
    #expect(!text(showsSecrets: false).contains("Qz9"))
    #expect(text(showsSecrets: true).contains("Sec-WebSocket-Protocol: Qz9"))
  }

  @Test func handshakeSeenByTheServer() {
    let text = HandshakeView.render(
      HandshakeRules.check(request: Self.request), checkedBy: .server, elapsed: nil, style: .plain)
    #expect(
      text.hasSuffix(
        """
          ok   Sec-WebSocket-Key is 16 bytes                       RFC 6455 4.1
                 key        dGhlIHNhbXBsZSBub25jZQ==
                 + GUID     dGhlIHNhbXBsZSBub25jZQ==258EAFA5-E914-47DA-95CA-C5AB0DC85B11
                 SHA-1      b3 7a 4f 2c c0 62 4f 16 90 f6 46 06 cf 38 59 45 b2 be c4 ea
                 base64     s3pPLMBiTxaQ9kYGzzhZRbK+xOo=

        """))
    #expect(!text.contains("←"))
  }

  @Test func bareLineFeedsAreWrittenOut() {
    let head = HTTPHead(Array("HTTP/1.1 101 ok\nUpgrade: \rx\r\n\n".utf8))
    let text = HandshakeView.render(
      HandshakeRules.check(response: head, to: Self.request), checkedBy: .client, elapsed: nil, style: .plain)
    #expect(text.contains("\n← HTTP/1.1 101 ok\\x0a\n  Upgrade: \\x0dx\n  \\x0a\n\n"))
  }

  @Test func acceptStepByStep() {
    let accept = AcceptKey(for: "dGhlIHNhbXBsZSBub25jZQ==")
    let steps = """
      key        dGhlIHNhbXBsZSBub25jZQ==
      + GUID     dGhlIHNhbXBsZSBub25jZQ==258EAFA5-E914-47DA-95CA-C5AB0DC85B11
      SHA-1      b3 7a 4f 2c c0 62 4f 16 90 f6 46 06 cf 38 59 45 b2 be c4 ea
      base64     s3pPLMBiTxaQ9kYGzzhZRbK+xOo=

      """
    #expect(AcceptView.render(accept, received: nil, style: .plain) == steps)
    #expect(
      AcceptView.render(accept, received: accept.value, style: .plain)
        == steps + "received   s3pPLMBiTxaQ9kYGzzhZRbK+xOo=   equal\n")
    #expect(AcceptView.render(accept, received: "", style: .plain) == steps + "received      NOT equal\n")
  }

  @Test func violationOfAHandshake() throws {
    let head = HTTPHead(Array("HTTP/1.1 101 x\r\nUpgrade: \u{1B}2\r\nConnection: Upgrade\r\n\r\n".utf8))
    let report = HandshakeRules.check(response: head, to: Self.request)
    let violations = report.violations(in: head)
    let upgrade = try #require(violations.first { $0.rule == .upgrade })
    #expect(
      ViolationView.render(upgrade, style: .plain) == """
          violation  upgrade-field  bytes 16..<27 ("Upgrade: \\x1b2"): Upgrade is "\\x1b2", expected websocket
                     RFC 6455 4.1 · the handshake fails

        """)
    let accept = try #require(violations.first { $0.rule == .accept })
    #expect(
      ViolationView.render(accept, style: .plain)
        == """
          violation  accept-field  at byte \(head.bytes.count): Sec-WebSocket-Accept is missing
                     RFC 6455 4.2.2 · the handshake fails

        """)
  }

  @Test func evidenceThatIsLongerThanWhatIsKept() {
    let violation = Violation(
      .textNotUTF8, frameOffset: 0, range: 0..<UInt64.max, evidence: [UInt8](repeating: 0xFF, count: 20),
      words: "x\u{1B}")
    #expect(
      ViolationView.render(violation, style: .plain).contains(
        "bytes 0..<18446744073709551615 (ff ff ff ff ff ff ff ff ff ff ff ff ff ff ff ff ...): x\\x1b\n"))
  }

  @Test(arguments: [
    (
      "81", "incomplete header at 0: 1 byte came, at least 1 is missing",
      "      .... 0001  opcode   0x1  TEXT"
    ),
    (
      "817e00", "incomplete header at 0: 3 bytes came, 1 is missing",
      "  00             extended      1 of 2 bytes came"
    ),
    (
      "8185 0102", "incomplete header at 0: 4 bytes came, 2 are missing",
      "  01 02             key           2 of 4 bytes came"
    ),
    (
      "817f", "incomplete header at 0: 2 bytes came, 8 are missing",
      "      .111 1111  length   127  the length is in the next 8 bytes (64-bit form)"
    ),
  ])
  func remainderOfAHeader(_ hex: String, _ first: String, _ last: String) throws {
    var decoder = FrameDecoder()
    var index = 0
    let wire = bytes(hex)
    #expect(decoder.next(in: wire.span.bytes, at: &index) == nil)
    let lines = try RemainderView.render(#require(decoder.remainder), style: .plain).split(separator: "\n")
    #expect(lines.first.map(String.init) == first)
    #expect(lines.last.map(String.init) == last)
  }

  @Test func remainderInASentence() {
    let header = FrameHeader(opcode: .text, payloadLength: 65536)
    #expect(
      RemainderView.words(.payload(header, missing: 65536))
        == "inside a TEXT frame: 65536 of 65536 payload bytes missing")
    #expect(
      RemainderView.words(.header([0x81], offset: 0, missing: 1))
        == "inside a header: 81, at least 1 byte missing")
    #expect(
      RemainderView.words(.header([0x81, 0x7E], offset: 0, missing: 2))
        == "inside a header: 81 7e, 2 bytes missing")
  }

  @Test func remainderOfAPayload() {
    let header = FrameHeader(opcode: .text, payloadLength: .max)
    #expect(
      RemainderView.render(.payload(header, missing: .max - 1), style: .plain)
        == "incomplete: 1 of 18446744073709551615 payload bytes came, 18446744073709551614 are missing\n")
  }

  @Test("no line of the rules and the steps is wider than the terminal", arguments: [40, 80, 132, 200])
  func narrowReports(width: Int) {
    let list = RuleView.list(style: .plain, width: width)
    let accept = AcceptView.render(
      AcceptKey(for: "dGhlIHNhbXBsZSBub25jZQ=="), received: "x", style: .plain, width: width)
    let one = RuleView.one(.textNotUTF8, style: .plain, width: width)
    for line in (list + accept + one).split(separator: "\n") {
      // A key and the GUID are one word, which stays whole.
      #expect(line.count <= width || !line.trimmingPrefix(while: { $0 == " " }).contains(" "), "\(line)")
    }
    #expect((list == RuleView.list(style: .plain)) == (width == 200))
    #expect(list.contains("length-not-minimal"))
  }

  @Test func catalogue() {
    let lines = RuleView.list(style: .plain).split(separator: "\n")
    #expect(lines.count == Rule.allCases.count)
    #expect(
      lines.contains(
        "length-not-minimal          error    1002  RFC 6455 5.2     "
          + "A length is written in the shortest of the three forms that can hold it."))
    #expect(
      lines.contains(
        "status-not-101              error    --    RFC 6455 4.1     The server's status is 101.")
    )
    #expect(
      lines.contains(
        "data-after-close            warning  --    RFC 6455 5.5.1   Nothing is sent after a Close frame."))
    #expect(
      RuleView.one(.textNotUTF8, style: .plain) == """
        text-not-utf8
          requires    A text message is UTF-8 as a whole; a scalar may be cut between fragments.
          clause      RFC 6455 8.1
          severity    error: the connection is failed
          close code  1007 invalid frame payload data

        """)
    #expect(
      RuleView.one(.dataAfterClose, style: .plain).contains("  severity    warning: the connection goes on\n")
    )
    #expect(RuleView.one(.accept, style: .plain).contains("  severity    error: the handshake fails\n"))
  }
}
