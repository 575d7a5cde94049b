import Testing
import WebSocketWire
import WireTestSupport

@Suite("RFC 6455 3: URLs")
struct WebSocketURLTests {
  /// What is typed; the URL in full; the Host field.
  static let good: [(String, String, String)] = [
    ("ws://example.com", "ws://example.com/", "example.com"),
    ("wss://example.com/chat?x=1&y=%20", "wss://example.com/chat?x=1&y=%20", "example.com"),
    ("WS://Example.com:80/", "ws://example.com/", "example.com"),
    ("wss://example.com:443/", "wss://example.com/", "example.com"),
    ("wss://example.com:80/", "wss://example.com:80/", "example.com:80"),
    ("ws://example.com:443/", "ws://example.com:443/", "example.com:443"),
    ("ws://example.com:/", "ws://example.com/", "example.com"),
    ("ws://h:00080/", "ws://h/", "h"),
    ("ws://example.com:65535/", "ws://example.com:65535/", "example.com:65535"),
    ("http://example.com/a", "ws://example.com/a", "example.com"),
    ("https://example.com:8443", "wss://example.com:8443/", "example.com:8443"),
    ("ws://example.com?x", "ws://example.com/?x", "example.com"),
    ("ws://example.com?", "ws://example.com/?", "example.com"),
    ("ws://user:secret@example.com/", "ws://example.com/", "example.com"),
    ("ws://a@b@c/@d", "ws://c/@d", "c"), ("ws://@h/", "ws://h/", "h"),
  ]

  /// The same of what has no scheme.
  static let short: [(String, String, String)] = [
    ("9001", "ws://localhost:9001/", "localhost:9001"),
    ("9001/x?y", "ws://localhost:9001/x?y", "localhost:9001"),
    ("9001?y", "ws://localhost:9001/?y", "localhost:9001"),
    ("ws:8080", "ws://ws:8080/", "ws:8080"), ("ws/chat", "ws://ws/chat", "ws"),
    ("localhost:8080", "ws://localhost:8080/", "localhost:8080"),
    (":8080", "ws://localhost:8080/", "localhost:8080"),
    (":8080/chat", "ws://localhost:8080/chat", "localhost:8080"),
    ("example.com", "ws://example.com/", "example.com"),
    ("example.com/a/b", "ws://example.com/a/b", "example.com"),
    ("[::1]:9000", "ws://[::1]:9000/", "[::1]:9000"), ("127.1:80/", "ws://127.0.0.1/", "127.0.0.1"),
    ("9001.example", "ws://9001.example/", "9001.example"),
  ]

  /// The same of blanks, line ends and backslashes (WHATWG URL 4.4).
  static let untidy: [(String, String, String)] = [
    (" \n\u{1F}ws://h/a \t\u{0}", "ws://h/a", "h"), ("w\ts\r\n:/\n/h\t:8\n0/a\tb?c\nd", "ws://h/ab?cd", "h"),
    ("ws://h/\r\nX: y", "ws://h/X:%20y", "h"), ("wss://h\r\n", "wss://h/", "h"),
    ("ws:\\\\h\\a", "ws://h/a", "h"), ("ws:/\\h", "ws://h/", "h"),
    (#"ws://h\a\b?c\d"#, #"ws://h/a/b?c\d"#, "h"),
    (#"ws://h\@x/"#, "ws://h/@x/", "h"),
  ]

  /// A path and query, and what a request line holds of them.
  static let targets: [(String, String)] = [
    ("/a/../b", "/b"), ("/a/./b", "/a/b"), ("/../../x", "/x"), ("/a/..", "/"), ("/a/b/..", "/a/"),
    ("/a/.", "/a/"),
    ("/.", "/"), ("/..", "/"), ("/a/%2e%2E/b", "/b"), ("/a/.%2e", "/"), ("/%2e/a", "/a"), ("/...", "/..."),
    ("/%2e%2e%2e", "/%2e%2e%2e"), ("//a//b/", "//a//b/"), ("//..", "/"), ("/a//../b", "/a/b"),
    ("/a;..;/b", "/a;..;/b"),
    (#"\a\..\b"#, "/b"), ("/a?/../b", "/a?/../b"), ("?a=/../b", "/?a=/../b"), ("?", "/?"),
    ("/a?b?c", "/a?b?c"),
    ("/é b", "/%C3%A9%20b"), ("/\u{301}", "/%CC%81"),
    (
      "/🏳️‍🌈?🏳️‍🌈",
      "/%F0%9F%8F%B3%EF%B8%8F%E2%80%8D%F0%9F%8C%88"
        + "?%F0%9F%8F%B3%EF%B8%8F%E2%80%8D%F0%9F%8C%88"
    ),
    (#"/"<>^`{|}'"#, "/%22%3C%3E%5E%60%7B|%7D'"), (#"?"<>\^`{|}'"#, #"/?%22%3C%3E\^`{|}%27"#),
    ("/!$&()*+,-.:;=@[]_~", "/!$&()*+,-.:;=@[]_~"), ("/%zz%4%", "/%zz%4%"), ("/%c3%a9", "/%c3%a9"),
    ("/\u{7F}\u{1B}[2J?\u{0}x", "/%7F%1B[2J?%00x"),
  ]

  /// A host, and how the Host field has it.
  static let hosts: [(String, String)] = [
    ("EXAMPLE.com", "example.com"), ("a_b.test!$&'()*+,;=~", "a_b.test!$&'()*+,;=~"),
    ("h%41%2ecom", "ha.com"),
    ("example.com.", "example.com."), ("a..b", "a..b"), ("xn--bcher-kva.example", "xn--bcher-kva.example"),
    ("192.0.2.1", "192.0.2.1"), ("127.1", "127.0.0.1"), ("127.0.0.1.", "127.0.0.1"), ("0x7f.1", "127.0.0.1"),
    ("0X7F000001", "127.0.0.1"), ("0177.0.0.1", "127.0.0.1"), ("2130706433", "127.0.0.1"),
    ("%31%32%37.1", "127.0.0.1"),
    ("4294967295", "255.255.255.255"), ("0x", "0.0.0.0"), ("1.0x", "1.0.0.0"), ("1.2.65535", "1.2.255.255"),
    ("00000000000000000000001", "0.0.0.1"), ("1.2.3.4x", "1.2.3.4x"), ("1.2.3.0xg", "1.2.3.0xg"),
    ("1.2.3.4..", "1.2.3.4.."),
    ("[::1]", "[::1]"), ("[2001:DB8::0007]", "[2001:db8::7]"), ("[0:0:0:0:0:0:0:0]", "[::]"),
    ("[1::]", "[1::]"),
    ("[1:2:3:4:5:6:7:8]", "[1:2:3:4:5:6:7:8]"), ("[1:0:0:2:0:0:0:3]", "[1:0:0:2::3]"),
    ("[1:0:0:2:0:0:3:4]", "[1::2:0:0:3:4]"),
    ("[1:2:3:4:5:6:7::]", "[1:2:3:4:5:6:7:0]"), ("[::2:3:4:5:6:7:8]", "[0:2:3:4:5:6:7:8]"),
    ("[::127.0.0.1]", "[::7f00:1]"), ("[::ffff:192.0.2.1]", "[::ffff:c000:201]"),
    ("[1:2:3:4:5:6:1.2.3.4]", "[1:2:3:4:5:6:102:304]"),
    ("[fe80::1%25eth0]", "[fe80::1]"), ("[FE80::1%eth0]", "[fe80::1]"), ("[fe80::1%25e%74h0]", "[fe80::1]"),
    ("b%C3%BCcher.example", "xn--bcher-kva.example"),
  ]

  @Test("the request target", arguments: targets)
  func target(_ text: String, _ resource: String) throws {
    #expect(try WebSocketURL("ws://h" + text).resource == resource)
    #expect(try WebSocketURL("ws://h" + resource).resource == resource, "what is written is read as the same")
  }

  @Test("the host", arguments: hosts)
  func host(_ text: String, _ written: String) throws {
    #expect(try WebSocketURL("ws://\(text)/").hostField == written)
    #expect(try WebSocketURL("ws://\(text):8080").hostField == "\(written):8080")
  }

  @Test("what is accepted, and how it is written in full", arguments: good + short + untidy)
  func accepted(_ text: String, _ full: String, _ hostField: String) throws {
    let url = try WebSocketURL(text)
    #expect(url.description == full)
    #expect(url.hostField == hostField)
    #expect(try WebSocketURL(url.description) == WebSocketURL(full), "what is written is read as the same")
  }

  @Test(
    "what is refused",
    arguments: [
      "unix:/tmp/x", "unix:", "h:/x", "u:p@h:/x", "ws;//h", "wss;//h/", "ws=h", "u:p@h;x/", "h:80:90",
      "$HOST/x",
      "", " ", ":", "://h", "ws://", "wss://:443", "ws://:80/", "ws:///x", "ws://u:p@/", "ws://?x", "//h",
      "ws:////h/",
      "ftp://example.com", "1ws://h",
      "ws://example.com/#here", "ws://example.com#", "ws://example.com/#\u{301}",
      "ws:foo", "ws:/localhost", "WSS:/x", "http:foo", "ws:", "wss//h", "ws:h:80", "ws::80", "ws://http://h/",
      "ws://h:0", "ws://h:65536", "ws://h:abc", "ws://h:-1", "ws://h:+80", "ws://h:99999999999999999999",
      "99999",
      "ws://h:٨٠/", "ws://h:８０/", "ws://h: 80/", "ws://h:8_0/", "ws://h:80:80/", "ws://h:0x50/",
      "ws://exa mple.com", "ws://b\u{fc}cher.xn--\u{fc}/", "ws://b%FCcher.example/", "ws://１２７.0.0.1/",
      "ws://a%ADb/",
      "ws://a\u{AD}b/", "ws://\u{200B}h/",
      "ws://h<x>/", "ws://h\"/", "ws://h{x}/", "ws://h|/", "ws://h^/", "ws://h`/", "ws://h%20/", "ws://h%2F/",
      "ws://h%00/",
      "ws://h%/", "ws://h%zz/", "ws://h%7F/", "ws://h%25/", "ws://h%3A80/", "ws://h\u{7F}/", "ws://h\u{1B}/",
      "ws://1.2.3.4.5/", "ws://256.1.1.1/", "ws://1.2.3.256/", "ws://4294967296/", "ws://0x100000000/",
      "ws://1.2.65536/",
      "ws://08/", "ws://09.1/", "ws://1..2/", "ws://.1/", "ws://a.1/", "ws://a.0x4/",
      "ws://0xffffffffffffffffffff/",
      "ws://[::1]x", "ws://[::1", "ws://::1]/", "ws://[]/", "ws://[]:9/", "::1:80", "::1", "ws://::1:80/",
      "ws://[foo]/", "ws://*/",
      "ws://[1:2:3]/", "ws://[::1::]/", "ws://[1::2::3]/", "ws://[1:2:3:4:5:6:7:8:9]/",
      "ws://[:1:2:3:4:5:6:7]/",
      "ws://[1:2:3:4:5:6:7:]/", "ws://[12345::]/", "ws://[::1.2.3]/", "ws://[::1.2.3.04]/",
      "ws://[1.2.3.4::]/",
      "ws://[::1.2.3.4:5]/", "ws://[1:2:3:4:5:6:7:1.2.3.4]/", "ws://[:::]/", "ws://[::+1]/", "ws://[ ::1]/",
      "ws://[%3A%3A1]/",
      "ws://[fe80::1%25]/", "ws://[fe80::1%]/", "ws://[fe80::1%25a/b]/", "ws://[%25eth0]/", "ws://[::1]:80]/",
      "ws://[[::1]]/", "ws://x[::1]/",
    ])
  func refused(_ text: String) {
    #expect(throws: UsageError.self) { try WebSocketURL(text) }
  }

  @Test(
    "the zone of an IPv6 address",
    arguments: [
      ("[fe80::1%25eth0]", "eth0"), ("[fe80::1%eth0]", "eth0"), ("[fe80::1%25e%74h0]", "eth0"),
      ("[fe80::1%2]", "2"), ("[::1]", nil), ("h", nil),
    ] as [(String, String?)])
  func zone(_ host: String, _ zone: String?) throws {
    #expect(try WebSocketURL("ws://\(host)/").zone == zone)
  }

  @Test("the parts")
  func parts() throws {
    let url = try WebSocketURL("wss://us%65r:pa%3Ass%2Fé@[::1]/x?y")
    #expect(
      url.isSecure && url.scheme == "wss" && url.host == "::1" && url.port == 443 && url.resource == "/x?y")
  }

  /// What is typed in front of the host, and the credentials that are sent (RFC 7617 2).
  static let users: [(String, String?)] = [
    ("us%65r:pa%3Ass%2Fé@", "user:pa:ss/é"), ("a%zz%+5%4@", "a%zz%+5%4:"), ("user@", "user:"),
    ("user:@", "user:"),
    (":pw@", ":pw"), ("a:b:c@", "a:b:c"), ("a@b:c@d@", "a@b:c@d"), ("::@", "::"),
    ("\"<>^`{|}[]: @", "\"<>^`{|}[]: "),
    ("@", nil), (":@", nil), ("", nil),
  ]

  @Test("the user and password, as they are after their encoding", arguments: users)
  func user(_ text: String, _ credentials: String?) throws {
    #expect(try WebSocketURL("ws://\(text)b").userInfo == credentials.map { Array($0.utf8) })
    #expect(try WebSocketURL("ws://%ff@b").userInfo == [0xFF, 0x3A], "bytes need not be UTF-8")
  }

  @Test(
    "a mistake is one line of words that no terminal acts on",
    arguments: ["ws://a\u{1B}[2J\n/", "ws:/\u{1B}[2J", "\u{1B}://a", "ws://ws://\u{1B}/"])
  func sentence(_ text: String) {
    let error = #expect(throws: UsageError.self) { try WebSocketURL(text) }
    #expect(error?.description.unicodeScalars.allSatisfy { $0.value >= 0x20 } == true)
  }

  /// A URL, and what the sentence says that refuses it.
  static let sentences: [(String, String)] = [
    ("ws:foo", "a URL begins with ws://, as in ws://foo"), ("WSS:/h:9/x", "as in wss://h:9/x"),
    ("ws//h", "as in ws://h"),
    ("ws://u%0d%0aQz9@h", "no control characters (RFC 7617 2)"), ("ws://u:%7f@h", "no control characters"),
    ("ws:", "as in ws://localhost:8080/"), ("ws:u:Qz9@h", "a URL begins with ws://"),
    ("ws:/u:Qz9/@h", "a URL begins with ws://"),
    ("ws://wss://h/?token=Qz9", "this URL has two schemes"),
    ("ws://wss://h/x", "two schemes, as in wss://h/x"), ("ws://☃.example", "write the name in its xn-- form"),
    ("ws://h/#x", "write # as %23"), ("ws://h:0", "the port is 0, expected 1 to 65535"),
    ("ws://h:Qz9", "not a port: a number from 1 to 65535"), ("ws://1.2.3.4.5", "not an IPv4 address"),
    ("ws:///x", "needs a host"),
    ("ws://[::1%25]/", "the zone of an IPv6 address is the name of an interface"),
    ("ws://u:Qz9@h:x/", "***@h"),
    ("ftp://h", #"the scheme is "ftp""#), ("unix:/tmp/x", "expected ws://HOST/ or HOST:PORT"),
    ("ws;//u:Qz9@h;", "without ws:// or wss:// before it"), ("h:80:90", "here are 2 colons"),
    ("ws://::1:80/", "goes in brackets"), ("1:2:3:4:5:6:7:8", "goes in brackets"),
  ]

  @Test("a mistake is reported with what was meant, and without secrets", arguments: sentences)
  func words(_ text: String, _ part: String) {
    let error = #expect(throws: UsageError.self) { try WebSocketURL(text) }
    #expect(error?.description.contains(part) == true, "\(error?.description ?? "")")
    #expect(error?.description.contains("Qz9") == false)
  }
}
