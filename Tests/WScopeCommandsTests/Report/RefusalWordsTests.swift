import Testing
import WebSocketWire
import WireTestSupport

@testable import WScopeCommands

@Suite("What is said of an answer that is not 101")
struct RefusalWordsTests {
  private static func failure(_ lines: String..., body: String = "", fault: String? = nil) -> Failure {
    let head = HTTPHead(Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8))
    return Failure.refused(head, Array(body.utf8), fault: fault, "h:80")
  }

  @Test func adviceFitsTheStatusAndItsFields() throws {
    let proxy = try #require(Self.failure("HTTP/1.1 407 Proxy Authentication Required").hint)
    #expect(proxy.contains("Proxy-Authorization") && !proxy.contains("'Authorization"))
    let tls = try #require(Self.failure("HTTP/1.1 426 No", "Upgrade: TLS/1.2, HTTP/1.1").hint)
    #expect(tls == "it wants an upgrade to TLS/1.2, HTTP/1.1; does the port want wss://?")
    let version = try #require(
      Self.failure("HTTP/1.1 426 No", "Upgrade: websocket", "Sec-WebSocket-Version: 8, 7").hint)
    #expect(version == "it speaks version 8, 7 of the protocol, and wscope 13")
    #expect(Self.failure("HTTP/1.1 426 No").hint?.contains("another version") == true)
  }

  @Test func everyLineOfTheHeadIsShown() {
    let failure = Self.failure("HTTP/1.1 403 No ", "A: 1", "hello", "X : a", "Cookie : SEC", "B: 2")
    #expect(
      failure.sentence == "the upgrade was refused: h:80 answered 403 No, expected 101 Switching Protocols")
    #expect(
      failure.details == ["HTTP/1.1 403 No ", "A: 1", "hello", "X : a", "Cookie : ***", "B: 2"])
  }

  @Test func onlyABodyMakesAPage() {
    let page = "Content-Type: text/html"
    #expect(!Self.failure("HTTP/1.1 204 No Content", page).sentence.contains("web page"))
    #expect(Self.failure("HTTP/1.1 200 OK", page, body: "<p>").sentence.contains("200 OK with a web page"))
  }

  @Test func aBodyKeepsItsSecretsAndNamesItsFault() {
    let body = "see wss://u:SEC@h/?token=TOK" + String(repeating: ".", count: 2000)
    let failure = Self.failure("HTTP/1.1 400 No", body: body, fault: "its body is not in chunks")
    #expect(failure.details.last == "(its body is not in chunks)")
    #expect(!failure.details.joined().contains("SEC") && !failure.details.joined().contains("TOK"))
  }

  @Test func theHeadThatIsShownIsTheOneAtFault() throws {
    let request = try OpeningRequest(
      url: WebSocketURL("ws://server.example/chat"), key: "dGhlIHNhbXBsZSBub25jZQ==")
    let early = "HTTP/1.1 100 Continue\r\nX: a\u{0}b\r\n\r\n"
    let final =
      "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
      + "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n"
    let sink = LastEnding()
    Connection(client: request, generator: SeededGenerator(seed: 1)).receive(
      Array((early + final).utf8).span.bytes, into: sink)
    let ending = try #require(sink.ending)
    let failure = Failure(ending, place: "h:80", isSecure: false, detail: nil)
    #expect(failure.sentence.contains("in the answer 100, the value of X"))
    #expect(failure.details == ["HTTP/1.1 100 Continue", "X: a\\x00b"])
  }

  @Test func aLongRequestHasAShortLine() throws {
    let long = String(repeating: "A", count: 60_000)
    for request in ["GET \(long) HTTP/1.1\r\n\r\n", "GET / \(long)\r\n", "\(long) / HTTP/1.1\r\n\r\n"] {
      let sink = LastEnding()
      Connection(server: UpgradeTerms()).receive(Array(request.utf8).span.bytes, into: sink)
      let words = RefusedClientMessage.words(try #require(sink.ending), hasSent: true, detail: nil)
      #expect(
        words?.count ?? 2000 < 1100 && words?.hasSuffix(" more characters)") == true, "\(words?.count ?? 0)")
    }
  }

  private final class LastEnding: EventSink {
    var ending: ConnectionEnd?

    func handle(_ event: WebSocketEvent, from sender: WebSocketRole, at time: Duration, bytes: RawSpan) {
      if case .ended(let ending) = event { self.ending = ending }
    }
  }
}
