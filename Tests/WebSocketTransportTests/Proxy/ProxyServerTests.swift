import Testing
import WebSocketTransport
import WebSocketWire

@Suite("Which proxy is meant, and for which hosts")
struct ProxyServerTests {
  /// A proxy's URL, and the same in full.
  static let urls: [(String, String)] = [
    ("h", "http://h:1080"), ("h:3128", "http://h:3128"), ("HTTP://H:3128/", "http://h:3128"),
    ("https://h", "https://h:443"), ("socks5://h", "socks5://h:1080"),
    ("SOCKS5H://h:9/x?y#z", "socks5h://h:9"),
    ("http://[::1]:8", "http://[::1]:8"), ("[fe80::1%25eth0]:8", "http://[fe80::1%eth0]:8"),
    ("http://u:p@h:1", "http://h:1"), ("u:p@h:1", "http://h:1"), ("http://h:", "http://h:1080"),
    ("127.1:1", "http://127.0.0.1:1"), ("http://bücher.example:1", "http://xn--bcher-kva.example:1"),
    ("http://@h:1", "http://h:1"),
  ]

  @Test(arguments: urls)
  func url(_ text: String, _ full: String) throws {
    #expect("\(try ProxyServer(text))" == full)
  }

  @Test(
    "user and password are percent-decoded",
    arguments: [
      ("http://u:p@h", "u", "p"), ("http://us%65r:p%40%3a%2F@h", "user", "p@:/"), ("socks5://a@h", "a", ""),
      ("http://:p@h", "", "p"), ("http://a:b:c@d@h", "a", "b:c@d"), ("socks5://a%3Ab:c@h", "a:b", "c"),
      ("socks5://%00:%ff@h", "\0", "\u{FF}"),
    ])
  func credentials(_ text: String, _ user: String, _ password: String) throws {
    let latin = { (text: String) in text.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) } }
    #expect(
      try ProxyServer(text).credentials == HTTPCredentials(user: latin(user), password: latin(password)))
  }

  @Test(
    "what is refused, without a secret in the sentence",
    arguments: [
      "", "http://", "socks4://Qz9:Qz9@h", "socks://h", "ftp://h", "http://Qz9:Qz9@", "http://h:0",
      "http://h:x",
      "http://h:65536", "http://[::1", "http://[::1]x", "http://Qz9%0a:Qz9@h", "http://a%3ab:Qz9@h", "h h",
      "socks5://\(String(repeating: "a", count: 256)):Qz9@h", ":3128",
    ])
  func refused(_ text: String) {
    let error = #expect(throws: UsageError.self) { try ProxyServer(text) }
    #expect(error?.description.contains("Qz9") == false, "\(error?.description ?? "")")
  }

  /// A list, a host, and whether it is reached without a proxy.
  static let exceptions: [(String, String, Bool)] = [
    ("", "h", false), ("*", "h", true), (" * ", "::1", true), ("a,*", "h", false), ("h", "h", true),
    ("h", "H.", true), ("H.", "h", true), ("example.com", "www.example.com", true),
    ("example.com", "example.com", true),
    ("example.com", "notexample.com", false), (".example.com", "example.com", true),
    (".example.com", "a.example.com", true), ("a.example.com", "example.com", false), ("x, h\ty", "h", true),
    ("x, h\ty", "y", true), ("127.0.0.1", "127.0.0.1", true), ("127.0.0.1", "127.0.0.2", false),
    ("127.0.0.0/8", "127.9.9.9", true), ("127.0.0.0/8", "128.0.0.1", false),
    ("10.1.0.0/15", "10.0.3.4", true),
    ("10.1.0.0/15", "10.2.0.0", false), ("0.0.0.0/0", "1.2.3.4", true), ("1.2.3.4/33", "1.2.3.4", false),
    ("1.2.3.4/", "1.2.3.4", false), ("1.2.3.4/x", "1.2.3.4", false), ("::1", "::1", true),
    ("[::1]", "::1", true),
    ("2001:db8::/32", "2001:db8:1::1", true), ("2001:db8::/32", "2001:db9::", false),
    ("fe80::1", "fe80::1%eth0", true),
    ("0:0::1", "::1", true), ("::/0", "127.0.0.1", false), ("0.0.1", "127.0.0.1", false), (".", "h", false),
    (",,", "h", false),
  ]

  @Test(arguments: exceptions)
  func exception(_ list: String, _ host: String, _ isListed: Bool) {
    #expect(NoProxyList(list).contains(host) == isListed)
  }

  /// Variables, and the names of those that count for `ws` and for `wss`.
  static let environments: [([String], String?, String?)] = [
    ([], nil, nil), (["http_proxy"], "http_proxy", nil), (["HTTP_PROXY"], nil, nil),
    (["https_proxy"], nil, "https_proxy"),
    (["HTTPS_PROXY", "https_proxy"], nil, "https_proxy"), (["HTTPS_PROXY"], nil, "HTTPS_PROXY"),
    (["all_proxy", "ALL_PROXY"], "all_proxy", "all_proxy"), (["ALL_PROXY"], "ALL_PROXY", "ALL_PROXY"),
    (["all_proxy", "http_proxy"], "http_proxy", "all_proxy"), (["ws_proxy", "http_proxy"], "ws_proxy", nil),
    (["WS_PROXY", "WSS_PROXY", "https_proxy"], "WS_PROXY", "WSS_PROXY"),
  ]

  @Test("the variables of the environment, as curl reads them", arguments: environments)
  func environment(_ set: [String], _ plain: String?, _ secure: String?) {
    let environment = ProxyEnvironment { set.contains($0) ? "p.test" : $0 == "http_proxy" ? "" : nil }
    #expect(environment.proxy(isSecure: false)?.name == plain)
    #expect(environment.proxy(isSecure: true)?.name == secure)
    #expect(environment.exceptions == nil)
    #expect(ProxyEnvironment { ["no_proxy", "NO_PROXY"].contains($0) ? $0 : nil }.exceptions == "no_proxy")
    #expect(ProxyEnvironment { $0 == "NO_PROXY" ? "x" : nil }.exceptions == "x")
  }
}
