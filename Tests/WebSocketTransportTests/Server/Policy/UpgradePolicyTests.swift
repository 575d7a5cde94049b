import Testing
import WebSocketWire
import WireTestSupport

@testable import WebSocketTransport

@Suite("A server's own choice after RFC 6455 4.2.2")
struct UpgradePolicyTests {
  private static let page = "<!doctype html><p>hello</p>\n"

  private static func request(_ fields: [String] = [], _ line: String = "GET /chat HTTP/1.1") -> [UInt8] {
    let text = String(decoding: Openings.request, as: UTF8.self).replacing("GET /chat HTTP/1.1", with: line)
    return Array((text.dropLast() + fields.map { $0 + "\r\n" }.joined() + "\r\n").utf8)
  }

  private static func plain(_ line: String, _ fields: [String] = ["Host: server.example"]) -> [UInt8] {
    Array(([line] + fields).map { $0 + "\r\n" }.joined().utf8) + hex("0d 0a")
  }

  private static func connection(_ policy: UpgradePolicy, hasRoom: Bool = true) -> Connection {
    Connection(server: policy.terms) { policy.decision(on: $0, hasRoom: { hasRoom }) }
  }

  /// The last event, however the bytes are cut, and all that the server puts out.
  private static func run(
    _ policy: UpgradePolicy, _ bytes: [UInt8], hasRoom: Bool = true, judged: Bool = true
  ) throws -> (last: Recorded?, output: String) {
    func fresh() -> Connection { connection(policy, hasRoom: hasRoom) }
    let events = try WireFeeds.drip(fresh()).events(of: bytes)
    let server = fresh()
    let recorder = Recorder(of: .server)
    server.receive(bytes.span.bytes, into: recorder)
    #expect(!judged || recorder.violations.isEmpty, "a choice of ours is not a fault of the client's")
    let opened = events.first { if case .opened = $0 { true } else { false } }
    return (opened ?? events.last, String(decoding: server.takeOutput(), as: UTF8.self))
  }

  private static func expectRefusal(
    _ policy: UpgradePolicy, _ bytes: [UInt8], _ status: Int, _ words: String, hasRoom: Bool = true
  ) throws -> HTTPHead {
    let (last, output) = try run(policy, bytes, hasRoom: hasRoom)
    guard case .ended(.declined(let report, status, words)) = last else {
      Issue.record("expected \(status), \(words): \(String(describing: last))")
      return HTTPHead([])
    }
    let response = try #require(report.response)
    #expect(report.failed.isEmpty)
    #expect(output.hasPrefix("HTTP/1.1 \(status) ") && output.contains(words))
    #expect(Array(output.utf8).starts(with: response.bytes))
    #expect(response.fields("Connection").map(\.value) == ["close"])
    let length = response.fields("Content-Length").first.flatMap { Int($0.value) }
    #expect(length == output.utf8.count - response.bytes.count)
    return response
  }

  private static func expectOpen(_ policy: UpgradePolicy, _ bytes: [UInt8]) throws -> String {
    let (last, output) = try run(policy, bytes)
    guard case .opened = last else {
      Issue.record("not opened: \(String(describing: last))")
      return output
    }
    #expect(output.hasPrefix("HTTP/1.1 101 "))
    return output
  }

  @Test("where there is no memory to compress with, a client comes in without", arguments: [true, false])
  func compressesWhereItMay(mayCompress: Bool) throws {
    let bytes = Self.request(["Sec-WebSocket-Extensions: permessage-deflate"])
    let server = Connection(server: UpgradeTerms()) { report in
      UpgradePolicy().decision(on: report, mayCompress: { _ in mayCompress })
    }
    let recorder = Recorder()
    server.receive(bytes.span.bytes, into: recorder)
    #expect(server.state == .open)
    #expect(server.compresses == mayCompress)
    let output = String(decoding: server.takeOutput(), as: UTF8.self)
    #expect(output.contains("Sec-WebSocket-Extensions: permessage-deflate") == mayCompress, "\(output)")
  }

  @Test("an allowed origin and a request without one come in, another is 403")
  func origins() throws {
    let policy = try UpgradePolicy(origins: ["http://Good.example:8080", "null"])
    for fields in [[], ["Origin: http://good.example:8080"], ["origin: null"]] {
      _ = try Self.expectOpen(policy, Self.request(fields))
    }
    for origin in ["http://evil.example", "http://good.example", "http://good.example:8080/", ""] {
      _ = try Self.expectRefusal(
        policy, Self.request(["Origin: \(origin)"]), 403,
        "its Origin \(origin.isEmpty ? "\"\"" : origin) is not allowed")
    }
    _ = try Self.expectRefusal(
      policy, Self.request(["Origin: null", "Origin: http://evil.example"]), 403,
      "its Origin http://evil.example is not allowed")
    _ = try Self.expectOpen(UpgradePolicy(), Self.request(["Origin: http://evil.example"]))
    // A browser leaves out the port of the scheme.
    for (origin, sent) in [("HTTP://a.test:80", "http://a.test"), ("https://a.test:443", "https://a.test")] {
      _ = try Self.expectOpen(UpgradePolicy(origins: [origin]), Self.request(["Origin: \(sent)"]))
    }
  }

  /// An Origin, a Host, and whether a server on loopback lets such a page in.
  static let pages: [(origin: String?, host: String, isLetIn: Bool)] = [
    (nil, "evil.example", true), ("http://localhost", "localhost:8080", true),
    ("HTTPS://LocalHost:65535", "LOCALHOST", true), ("http://app.localhost:3000", "[::1]:80", true),
    ("http://localhost.", "127.0.0.1.", true), ("http://127.255.0.9:1", "127.0.0.1:8080", true),
    ("http://[::1]:8080", "localhost:", true), ("http://[::ffff:7f00:1]", "[::ffff:127.0.0.1]:80", true),
    ("http://evil.example", "localhost", false), ("http://rebound.example:80", "rebound.example:80", false),
    ("http://localhost", "rebound.example", false), ("null", "localhost", false), ("", "localhost", false),
    ("http://localhost.evil.example", "localhost", false), ("http://evillocalhost", "localhost", false),
    ("http://.localhost", "localhost", false), ("http://127.0.0.1.evil.example", "localhost", false),
    ("http://127.0.0.1@evil.example", "localhost", false), ("http://localhost:80@evil", "localhost", false),
    ("http://128.0.0.1", "localhost", false), ("http://127.0.0.256", "localhost", false),
    ("http://127.1", "localhost", false), ("http://0127.0.0.1", "localhost", false),
    ("http://0.0.0.0", "localhost", false), ("http://[::]", "localhost", false),
    ("http://[::2]", "localhost", false), ("http://[::1", "localhost", false),
    ("http://[::1].evil.example", "localhost", false), ("http://[::ffff:8000:1]", "localhost", false),
    ("http://localhost/", "localhost", false), ("http://localhost:8o", "localhost", false),
    ("file://localhost", "localhost", false), ("chrome-extension://localhost", "localhost", false),
    ("http://localhost http://evil.example", "localhost", false), ("http://localhost", "[::]:80", false),
    ("http://localhost", "0.0.0.0:80", false),
  ]

  @Test(
    "on loopback a page is let in only from this machine, to a host that is this machine", arguments: pages)
  func loopback(_ page: (origin: String?, host: String, isLetIn: Bool)) throws {
    var policy = UpgradePolicy()
    policy.isOnLoopback = true
    policy.remedies = [.origin: "so and so", .room: "no"]
    let text = String(decoding: Self.request(page.origin.map { ["Origin: \($0)"] } ?? []), as: UTF8.self)
    let request = Array(text.replacing("Host: server.example\r\n", with: "Host: \(page.host)\r\n").utf8)
    #expect(String(decoding: request, as: UTF8.self).contains("Host: \(page.host)\r\n"))
    if page.isLetIn {
      _ = try Self.expectOpen(policy, request)
    } else {
      let (last, output) = try Self.run(policy, request)
      guard case .ended(.declined(_, 403, let words)) = last else {
        Issue.record("let in: \(page)")
        return
      }
      #expect(words.hasSuffix(": so and so") && output.contains(words))
      _ = try Self.expectOpen(UpgradePolicy(), request)
      var open = try UpgradePolicy(origins: ["*"])
      open.isOnLoopback = true
      _ = try Self.expectOpen(open, request)
    }
  }

  @Test("RFC 9112 3.2.2: the host of an absolute target counts, and not the Host field")
  func absoluteTarget() throws {
    var policy = UpgradePolicy()
    policy.isOnLoopback = true
    let text = String(
      decoding: Self.request(["Origin: http://localhost"], "GET http://rebound.example/ HTTP/1.1"),
      as: UTF8.self)
    let request = Array(text.replacing("Host: server.example", with: "Host: localhost").utf8)
    _ = try Self.expectRefusal(
      policy, request, 403, "its Host rebound.example is not this machine, as its Origin http://localhost is")
  }

  @Test("on loopback an origin that is named is let in too, whatever the host, and each of two is judged")
  func namedOnLoopback() throws {
    var policy = try UpgradePolicy(origins: ["null", "https://good.example"])
    policy.isOnLoopback = true
    for fields in [
      ["Origin: null"], ["Origin: https://Good.example"], ["Origin: null", "Origin: https://good.example"],
    ] {
      _ = try Self.expectOpen(policy, Self.request(fields))
    }
    _ = try Self.expectRefusal(
      policy, Self.request(["Origin: https://good.example", "Origin: http://good.example"]), 403,
      "its Origin http://good.example is not allowed")
  }

  @Test(
    "an Origin is shown as it is, one that is empty in quotes",
    arguments: [("http://localhost http://evil", "http://localhost http://evil"), ("", "\"\"")])
  func strangeOrigin(_ origin: String, _ shown: String) throws {
    _ = try Self.expectRefusal(
      try UpgradePolicy(origins: ["https://good.example"]), Self.request(["Origin: \(origin)"]), 403,
      "its Origin \(shown) is not allowed")
  }

  @Test("a password in an Origin, from a client or an option, is in no sentence")
  func secretOrigin() throws {
    _ = try Self.expectRefusal(
      try UpgradePolicy(origins: ["https://good.example"]),
      Self.request(["Origin: https://u:Qz9@evil.example"]),
      403,
      "its Origin https://***@evil.example is not allowed")
    let error = #expect(throws: UsageError.self) { try UpgradePolicy(origins: ["https://u:Qz9@h/x"]) }
    #expect(error?.description.contains("Qz9") == false)
  }

  @Test("the right credentials come in, however the scheme is written")
  func rightCredentials() throws {
    let policy = try UpgradePolicy(credentials: "üser:pass:word")
    let token = Base64.encode(Array("üser:pass:word".utf8))
    for scheme in ["Basic", "basic", "BASIC "] {
      _ = try Self.expectOpen(policy, Self.request(["Authorization: \(scheme) \(token)"]))
    }
  }

  @Test(
    "any other credentials are 401 with a challenge",
    arguments: [
      "Basic \(Base64.encode(Array("user:wrong".utf8)))", "Basic \(Base64.encode(Array("user:passw".utf8)))",
      "Basic \(Base64.encode(Array("user:password1".utf8)))", "Basic", "Basic !", "",
      "Bearer \(Base64.encode(Array("user:password".utf8)))", "Basic dXNlcjpwYXNzd29yZA== x",
    ])
  func wrongCredentials(_ value: String) throws {
    let policy = try UpgradePolicy(credentials: "user:password")
    let bytes = Self.request(["Authorization: \(value)"])
    let answer = try Self.expectRefusal(policy, bytes, 401, "its credentials are wrong")
    #expect(answer.fields("WWW-Authenticate").map(\.value) == [#"Basic realm="wscope", charset="UTF-8""#])
    _ = try Self.expectRefusal(policy, Self.request(), 401, "credentials are missing")
  }

  @Test(
    "every handshake is refused with the status that was asked for", arguments: [300, 302, 418, 503, 599])
  func rejection(_ status: Int) throws {
    let policy = try UpgradePolicy(
      headers: [HTTPField("Location: ws://elsewhere.example/"), HTTPField("Content-Type: text/x")],
      rejection: status)
    let answer = try Self.expectRefusal(policy, Self.request(), status, "every handshake is refused")
    #expect(answer.fields("Location").map(\.value) == ["ws://elsewhere.example/"])
    #expect(answer.fields("Content-Type").map(\.value) == ["text/x"])
    #expect(answer.malformed.isEmpty)
  }

  @Test("one client too many is 503, and the room is looked at last")
  func room() throws {
    _ = try Self.expectRefusal(UpgradePolicy(), Self.request(), 503, "the server is full", hasRoom: false)
    let policy = try UpgradePolicy(credentials: "user:password")
    _ = try Self.expectRefusal(policy, Self.request(), 401, "credentials are missing", hasRoom: false)
  }

  @Test("fields of the server's own are in the 101, in their order")
  func headers() throws {
    let policy = try UpgradePolicy(headers: [HTTPField("X-One: 1"), HTTPField("Set-Cookie: a=b")])
    #expect(try Self.expectOpen(policy, Self.request()).hasSuffix("X-One: 1\r\nSet-Cookie: a=b\r\n\r\n"))
  }

  @Test(
    "a plain GET or HEAD of / is served the page",
    arguments: [
      "GET /", "GET /?a=b", "HEAD /", "GET http://a/", "GET http://a", "HEAD HTTPS://a:8080/?x",
      "GET ws://a?b",
    ])
  func page(_ start: String) throws {
    let policy = try UpgradePolicy(
      origins: ["null"], headers: [HTTPField("X-One: 1")], rejection: 503,
      page: Page(html: Self.page, policy: "default-src 'none'"))
    for fields in [["Host: a"], ["Host: a", "Connection: keep-alive", "Origin: http://evil.example"]] {
      let (last, output) = try Self.run(policy, Self.plain("\(start) HTTP/1.1", fields))
      guard case .ended(.served(let report)) = last else {
        Issue.record("\(String(describing: last))")
        continue
      }
      let response = try #require(report.response)
      #expect(response.startLine == "HTTP/1.1 200 OK" && report.checks.isEmpty)
      let body = start.hasPrefix("HEAD") ? "" : Self.page
      #expect(output == String(decoding: response.bytes, as: UTF8.self) + body)
      #expect(response.fields("Content-Type").map(\.value) == ["text/html; charset=utf-8"])
      #expect(response.fields("Content-Security-Policy").map(\.value) == ["default-src 'none'"])
      #expect(response.fields("Content-Length").map(\.value) == ["\(Self.page.utf8.count)"])
      #expect(response.fields("X-One").count == 1)
    }
  }

  @Test("beside the page there is nothing, and credentials are asked for first")
  func notThePage() throws {
    let page = try Page(html: Self.page, policy: "default-src 'none'")
    let open = try UpgradePolicy(page: page)
    _ = try Self.expectRefusal(
      open, Self.plain("GET /favicon.ico HTTP/1.1"), 404, "there is no page at /favicon.ico")
    _ = try Self.expectRefusal(
      open, Self.plain("GET http://a/favicon.ico?x HTTP/1.1"), 404, "there is no page at /favicon.ico")
    let closed = try UpgradePolicy(credentials: "user:password", page: page)
    _ = try Self.expectRefusal(closed, Self.plain("GET / HTTP/1.1"), 401, "credentials are missing")
    _ = try Self.expectOpen(open, Self.request([], "GET / HTTP/1.1"))
  }

  @Test("each cause of a refusal ends with what the server's owner can do about it")
  func remedies() throws {
    let page = try Page(html: Self.page, policy: "default-src 'none'")
    let causes: [(UpgradePolicy.Cause, UpgradePolicy, bytes: [UInt8], status: Int, words: String)] = [
      (
        .rejection, try UpgradePolicy(rejection: 418), Self.request(), 418,
        "every handshake is refused: do so"
      ),
      (.room, UpgradePolicy(), Self.request(), 503, "the server is full: do so"),
      (
        .credentials, try UpgradePolicy(credentials: "a:b"), Self.request(), 401,
        "credentials are missing: do so"
      ),
      (
        .page, try UpgradePolicy(page: page), Self.plain("GET /x HTTP/1.1"), 404,
        "there is no page at /x: do so"
      ),
    ]
    for (cause, plain, bytes, status, words) in causes {
      var policy = plain
      policy.remedies = [cause: "do so"]
      _ = try Self.expectRefusal(policy, bytes, status, words, hasRoom: cause != .room)
    }
  }

  @Test("a refused method hears of HEAD where there is a page", arguments: ["/", "/?a=b", "/chat", ""])
  func allowedMethods(target: String) throws {
    let page = try Page(html: Self.page, policy: "default-src 'none'")
    for (policy, isPage) in [
      (UpgradePolicy(), false), (try UpgradePolicy(page: page), target.hasPrefix("/") && target != "/chat"),
    ] {
      for fields in [["Host: a"], ["Host: a", "Upgrade: websocket"]] {
        let output = try Self.run(policy, Self.plain("POST \(target) HTTP/1.1", fields), judged: false).output
        #expect(output.hasPrefix("HTTP/1.1 405 "), "\(output)")
        #expect(output.contains("\r\nAllow: \(isPage ? "GET, HEAD" : "GET")\r\n"), "\(output)")
        let head = try Self.run(policy, Self.plain("HEAD \(target) HTTP/1.1", fields), judged: false).output
        #expect(head.hasPrefix("HTTP/1.1 200 ") == isPage, "\(head)")
      }
    }
  }

  /// Requests that are judged as handshakes though there is a page.
  static let handshakes = [
    plain("GET / HTTP/1.1", []), plain("GET / HTTP/1.0"), plain("POST / HTTP/1.1"), plain("GET /"),
    plain("GET / HTTP/1.1", ["Host: a", "Upgrade: h2c"]), plain("GET / HTTP/1.1", ["Host: a", "no field"]),
  ]

  @Test("a broken request is a violation with and without a page", arguments: handshakes)
  func broken(_ bytes: [UInt8]) throws {
    let page = try Page(html: Self.page, policy: "default-src 'none'")
    for policy in [UpgradePolicy(), try UpgradePolicy(page: page)] {
      let events = try WireFeeds.drip(Self.connection(policy)).events(of: bytes)
      guard case .ended(.notWebSocket) = events.last else {
        Issue.record("\(events)")
        continue
      }
    }
    guard
      case .ended(.notWebSocket) = try WireFeeds.drip(Self.connection(UpgradePolicy()))
        .events(of: Self.plain("GET / HTTP/1.1")).last
    else {
      Issue.record("without a page a plain GET is a handshake that lacks everything")
      return
    }
  }

  @Test("what cannot be meant, or would break the head, is refused before anything is sent")
  func misuse() {
    for name in ["a b", "a\r\nX: y", "a,b", ""] {
      #expect(throws: UsageError.self) { try UpgradePolicy(subprotocols: [name]) }
    }
    #expect(throws: UsageError.self) { try UpgradePolicy(subprotocols: ["a", "a"]) }
    for origin in [
      "", "good.example", "http://", "http://good.example/", "http://a/b", "**", "://a", "http://*.test",
      "http://a b", "http://a:x", "http://a:",
    ] {
      #expect(throws: UsageError.self, "\(origin)") { try UpgradePolicy(origins: [origin]) }
    }
    for credentials in ["", "user", "user:pass\r\nword"] {
      #expect(throws: UsageError.self) { try UpgradePolicy(credentials: credentials) }
    }
    for status in [-1, 0, 101, 200, 299, 600] {
      #expect(throws: UsageError.self) { try UpgradePolicy(rejection: status) }
    }
    for line in ["Upgrade: h2c", "content-length: 5", "Sec-WebSocket-Accept: x"] {
      #expect(throws: UsageError.self) { try UpgradePolicy(headers: [HTTPField(line)]) }
    }
    #expect(throws: UsageError.self) { try Page(html: "", policy: "default-src 'none'\r\nX: y") }
  }
}
