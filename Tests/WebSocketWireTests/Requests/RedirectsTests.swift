import Testing
import WebSocketWire

@Suite("RFC 9110 15.4: where a redirect leads")
struct RedirectsTests {
  private static func answer(_ status: String, _ location: String?) -> HTTPHead {
    let field = location.map { "Location: \($0)\r\n" } ?? ""
    return HTTPHead(Array("HTTP/1.1 \(status) x\r\n\(field)\r\n".utf8))
  }

  /// A URL, its Location, and where that leads.
  static let targets: [(String, String, String)] = [
    ("ws://h/a/b?q", "ws://i:9/x", "ws://i:9/x"), ("ws://h/", "http://i/", "ws://i/"),
    ("ws://h/", "https://i", "wss://i/"), ("wss://h/", "//i/y", "wss://i/y"),
    ("ws://h:8/a/b?q", "/c?d", "ws://h:8/c?d"), ("ws://h/a/b?q", "c", "ws://h/a/c"),
    ("ws://h/a/b", "../c", "ws://h/c"), ("ws://h/a/b?q", "?r", "ws://h/a/b?r"),
    ("ws://h/a/b?q", "#f", "ws://h/a/b?q"), ("ws://h/a/b", "./", "ws://h/a/"),
    ("ws://h/", "ws://i/x#f", "ws://i/x"), ("ws://h/", "HTTP://I/", "ws://i/"),
    ("ws://h/a", "\\\\i\\x", "ws://i/x"), ("ws://[::1]:9/a", "/b", "ws://[::1]:9/b"),
    ("ws://h/a", "b c", "ws://h/b%20c"), ("ws://h/", "x/y:z", "ws://h/x/y:z"),
  ]

  @Test(arguments: targets)
  func leads(from: String, location: String, to: String) throws {
    var redirects = Redirects()
    let hop = try redirects.follow(Self.answer("302", location), from: WebSocketURL(from))
    #expect("\(hop.target)" == to)
    #expect(redirects.hops == [hop])
  }

  @Test func keepsTheZone() throws {
    var redirects = Redirects()
    let url = try WebSocketURL("ws://[fe80::1%25eth0]/a")
    let target = try redirects.follow(Self.answer("302", "/b"), from: url).target
    #expect("\(target)" == "ws://[fe80::1]/b" && target.zone == "eth0")
  }

  @Test(arguments: [301, 302, 303, 307, 308])
  func isFollowed(status: Int) throws {
    var redirects = Redirects()
    let hop = try redirects.follow(Self.answer("\(status)", "/b"), from: WebSocketURL("ws://h/a"))
    #expect(hop.status == status && !hop.leavesOrigin)
  }

  @Test(arguments: ["200", "300", "304", "305", "306", "404", "3o1", ""])
  func isNoRedirect(status: String) { #expect(!Redirects.isRedirect(Self.answer(status, "/b"))) }

  @Test(
    arguments: [
      ("ws://h/", "ws://h:81/"), ("ws://h/", "wss://h/"), ("ws://h/", "ws://i/"), ("wss://h/", "wss://h:80/"),
    ])
  func leavesTheOrigin(from: String, to: String) throws {
    var redirects = Redirects()
    #expect(try redirects.follow(Self.answer("302", to), from: WebSocketURL(from)).leavesOrigin)
  }

  @Test func twoPlacesAreNone() throws {
    #expect(try Self.fault("/a\r\nLocation: /b") == .severalLocations)
    var redirects = Redirects()
    let hop = try redirects.follow(Self.answer("302", "/a\r\nLocation: /a"), from: WebSocketURL("ws://h/"))
    #expect("\(hop.target)" == "ws://h/a")
  }

  private static func fault(_ location: String?, from url: String = "ws://h/") throws -> Redirects.Fault? {
    var redirects = Redirects()
    let url = try WebSocketURL(url)
    return #expect(throws: Redirects.Fault.self) {
      try redirects.follow(answer("302", location), from: url)
    }
  }

  @Test func isNotFollowed() throws {
    #expect(try Self.fault(nil) == .noLocation)
    #expect(try Self.fault("") == .noLocation)
    #expect(try Self.fault("ftp://h/") == .otherScheme("ftp"))
    #expect(try Self.fault("localhost:8/") == .otherScheme("localhost"))
    #expect(try Self.fault("ws://h/", from: "wss://h/") == .downgrade(WebSocketURL("ws://h/")))
    guard case .badLocation? = try Self.fault("ws://h:99999/") else {
      Issue.record("a port that is none was taken")
      return
    }
  }

  @Test func mayLoseItsTLS() throws {
    var redirects = Redirects(allowsDowngrade: true)
    let hop = try redirects.follow(Self.answer("302", "http://h/"), from: WebSocketURL("wss://h/"))
    #expect("\(hop.target)" == "ws://h/")
  }

  @Test func hasAnEnd() throws {
    var redirects = Redirects(limit: 2)
    for number in 0..<2 {
      _ = try redirects.follow(Self.answer("302", "\(number + 1)"), from: WebSocketURL("ws://h/\(number)"))
    }
    let fault = #expect(throws: Redirects.Fault.self) {
      try redirects.follow(Self.answer("302", "3"), from: WebSocketURL("ws://h/2"))
    }
    #expect(fault == .tooMany(limit: 2))
    #expect(redirects.hops.count == 2)
  }

  @Test("the same URL again is a loop, unless its cookies are others")
  func loops() throws {
    var redirects = Redirects()
    let (a, b) = (try WebSocketURL("ws://h/a"), try WebSocketURL("ws://h/b"))
    _ = try redirects.follow(Self.answer("302", "b"), from: a, state: "")
    _ = try redirects.follow(Self.answer("302", "a"), from: b, state: "")
    try redirects.check(a, state: "id=1")
    #expect(throws: Redirects.Fault.loop(a)) { try redirects.check(a) }
  }
}
