import Testing
import WebSocketTransport
import WebSocketWire

@Suite("The route that the user and the environment give a URL")
struct RouteRulesTests {
  private static func rules(_ change: (inout RouteRules) throws -> Void = { _ in }) throws -> RouteRules {
    var rules = RouteRules()
    rules.environment = ProxyEnvironment { name in
      ["http_proxy": "http://env.test:1", "https_proxy": "what://x", "no_proxy": "direct.test"][name]
    }
    try change(&rules)
    return rules
  }

  private static func route(_ rules: RouteRules, _ url: String) throws -> Route {
    try rules.route(to: try WebSocketURL(url))
  }

  @Test("the user's proxy wins over the environment's, and the exceptions over both")
  func proxy() throws {
    let environment = try Self.rules()
    #expect(try Self.route(environment, "ws://h/").proxy?.host == "env.test")
    #expect(try Self.route(environment, "ws://h/").proxy?.variable == "http_proxy")
    #expect(try Self.route(environment, "ws://a.direct.test/").proxy == nil)
    let own = try Self.rules { $0.proxy = try ProxyServer("socks5://own.test") }
    #expect(try Self.route(own, "wss://h/").proxy?.host == "own.test")
    #expect(try Self.route(own, "wss://h/").proxy?.variable == nil)
    #expect(try Self.route(own, "wss://direct.test/").proxy == nil)
    let none = try Self.rules { $0.exceptions = "" }
    #expect(try Self.route(none, "ws://direct.test/").proxy?.host == "env.test")
    let all = try Self.rules { $0.exceptions = "*" }
    #expect(try Self.route(all, "wss://h/") == Route(to: WebSocketURL("wss://h/")))
  }

  @Test("a variable that cannot be understood is an error where it counts, and only there")
  func broken() throws {
    let error = #expect(throws: UsageError.self) {
      _ = try Self.route(try Self.rules(), "wss://h/")
    }
    #expect(error?.description.hasSuffix("(the variable https_proxy of the environment)") == true)
    #expect(try Self.route(try Self.rules(), "wss://direct.test/").proxy == nil)
  }

  @Test("credentials, fields and trust are the proxy's")
  func extras() throws {
    let rules = try Self.rules {
      $0.proxyCredentials = Array("a:b".utf8)
      $0.proxyHeaders = [try HTTPField("X: y")]
      $0.acceptsAnyProxyCertificate = true
    }
    let proxy = try #require(try Self.route(rules, "ws://h/").proxy)
    #expect(proxy.credentials == HTTPCredentials(userInfo: "a:b".utf8))
    #expect(proxy.headers.map(\.name) == ["X"] && proxy.acceptsAnyCertificate)
    var socks = rules
    socks.proxy = try ProxyServer("socks5://h")
    #expect(throws: UsageError.self) { try Self.route(socks, "ws://h/") }
  }

  @Test("a unix socket takes the place of host and proxy")
  func unixSocket() throws {
    let rules = try Self.rules { $0.unixSocket = "/s" }
    #expect(try Self.route(rules, "wss://h/") == Route(to: .unix(path: "/s"), usesTLS: true))
  }

  /// Lines of `--connect-to`, a URL, and where it leads; nil for lines that are refused.
  static let places: [([String], String, String?)] = [
    (["h:80:other:81"], "ws://h/", "other:81"), (["h:80:other:81"], "ws://h:82/", "h:82"),
    (["H:80:other:81"], "ws://h/", "other:81"), (["::other:"], "ws://h:82/", "other:82"),
    ([":82::83"], "ws://h:82/", "h:83"), (["x:80:y:81", "h::z:"], "ws://h/", "z:80"),
    (["[::1]:80:[::2]:81"], "ws://[::1]/", "[::2]:81"), (["h:80:a:1", "h:80:b:2"], "ws://h/", "a:1"),
    ([":::"], "ws://h/", "h:80"),
    (["h:80:other"], "ws://h/", nil), (["h"], "ws://h/", nil), (["h:x:o:1"], "ws://h/", nil),
    (["h:1:o:0"], "ws://h/", nil),
    (["[::1:1:o:1"], "ws://h/", nil),
  ]

  @Test(arguments: places)
  func connectTo(_ lines: [String], _ url: String, _ place: String?) throws {
    guard let place else {
      #expect(throws: UsageError.self) { try ConnectToRules(lines) }
      return
    }
    let rules = try Self.rules {
      $0.connectTo = try ConnectToRules(lines)
      $0.exceptions = "*"
    }
    #expect("\(try Self.route(rules, url).endpoint)" == place)
  }

  /// Lines of `--resolve`, a host and port, and its addresses; nil for lines that are refused.
  static let addresses: [([String], String, Int, [String]??)] = [
    (["h:80:127.0.0.1"], "h", 80, ["127.0.0.1"]), (["H:80:127.0.0.1"], "h", 80, ["127.0.0.1"]),
    (["h:80:127.0.0.1"], "h", 81, .some(nil)), (["h:80:127.0.0.1"], "i", 80, .some(nil)),
    (["h:80:127.0.0.1,[::1],::2"], "h", 80, ["127.0.0.1", "::1", "::2"]), (["+h:80:::1"], "h", 80, ["::1"]),
    (["*:80:127.0.0.1", "h:80:127.0.0.2"], "h", 80, ["127.0.0.2"]),
    (["*:80:127.0.0.1"], "i", 80, ["127.0.0.1"]),
    (["[::1]:80:127.0.0.1"], "::1", 80, ["127.0.0.1"]),
    (["h:80:127.0.0.1", "h:80:127.0.0.9"], "h", 80, ["127.0.0.9"]),
    (["h:80"], "h", 80, nil), (["h:80:"], "h", 80, nil), (["h:80:name"], "h", 80, nil),
    (["h:0:127.0.0.1"], "h", 80, nil),
    (["-h:80"], "h", 80, nil), (["h:80:127.0.0.1,"], "h", 80, nil), ([":80:127.0.0.1"], "h", 80, nil),
    (["h"], "h", 80, nil),
  ]

  @Test(arguments: addresses)
  func resolve(_ lines: [String], _ host: String, _ port: Int, _ wanted: [String]??) throws {
    guard let wanted else {
      #expect(throws: UsageError.self) { try ResolveOverrides(lines) }
      return
    }
    #expect(try ResolveOverrides(lines).addresses(of: host, port) == wanted)
  }
}
