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
    ("9001", "ws://localhost:9001/", "localhost:9001"),
    ("ws:8080", "ws://ws:8080/", "ws:8080"),
    ("ws://a_b.test!$&'()*+,;=~/", "ws://a_b.test!$&'()*+,;=~/", "a_b.test!$&'()*+,;=~"),
    ("ws://[::ffff:192.0.2.1]/", "ws://[::ffff:192.0.2.1]/", "[::ffff:192.0.2.1]"),
    ("ws://[1:2:3:4:5:6:7:8]/", "ws://[1:2:3:4:5:6:7:8]/", "[1:2:3:4:5:6:7:8]"),
    ("ws://[1::]/", "ws://[1::]/", "[1::]"),
    (#"ws://h/"<>^`{|}?"<>^`{|}'"#, "ws://h/%22%3C%3E%5E%60%7B%7C%7D?%22%3C%3E%5E%60%7B%7C%7D'", "h"),
    (#"ws://h\a\b?c\d"#, "ws://h/a/b?c%5Cd", "h"),
    ("ws://@h/", "ws://h/", "h"),
    ("wss://example.com:80/", "wss://example.com:80/", "example.com:80"),
    ("ws://example.com:443/", "ws://example.com:443/", "example.com:443"),
    ("http://example.com/a", "ws://example.com/a", "example.com"),
    ("https://example.com:8443", "wss://example.com:8443/", "example.com:8443"),
    ("localhost:8080", "ws://localhost:8080/", "localhost:8080"),
    (":8080", "ws://localhost:8080/", "localhost:8080"),
    (":8080/chat", "ws://localhost:8080/chat", "localhost:8080"),
    ("example.com", "ws://example.com/", "example.com"),
    ("example.com/a/b", "ws://example.com/a/b", "example.com"),
    ("ws://example.com?x", "ws://example.com/?x", "example.com"),
    ("ws://[::1]:9000/x", "ws://[::1]:9000/x", "[::1]:9000"),
    ("ws://[2001:db8::7]/", "ws://[2001:db8::7]/", "[2001:db8::7]"),
    ("[::1]:9000", "ws://[::1]:9000/", "[::1]:9000"),
    ("ws://192.0.2.1:1/", "ws://192.0.2.1:1/", "192.0.2.1:1"),
    ("ws://example.com:65535/", "ws://example.com:65535/", "example.com:65535"),
    ("ws://example.com:/", "ws://example.com/", "example.com"),
    ("ws://user:secret@example.com/", "ws://example.com/", "example.com"),
    ("ws://example.com/é b", "ws://example.com/%C3%A9%20b", "example.com"),
  ]

  @Test("what is accepted, and how it is written in full", arguments: good)
  func accepted(_ text: String, _ full: String, _ hostField: String) throws {
    let url = try WebSocketURL(text)
    #expect(url.description == full)
    #expect(url.hostField == hostField)
    #expect(try WebSocketURL(url.description) == WebSocketURL(full), "what is written is read as the same")
  }

  @Test(
    "what is refused",
    arguments: [
      "", "ws://", "wss://:443", "ftp://example.com", "ws://example.com/#here", "ws://example.com#",
      "ws://example.com/#\u{301}",
      "ws://example.com:0", "ws://example.com:65536", "ws://example.com:abc", "ws://example.com:-1",
      "ws://example.com:+80",
      "ws://example.com:99999999999999999999", "ws://exa mple.com", "ws://example.com/\r\nX: y",
      "ws://example.com/\n",
      "ws://example.com\r\n", "ws://example.com/\u{7F}", "ws://bücher.example", "ws://[::1]x", "ws://[::1",
      "ws://::1]/",
      "ws://[]/", "ws://[]:9/", "ws://h<x>/", "ws://h\"/", "ws:foo", "ws:/localhost", "WSS:/x", "http:foo",
      "::1:80", "::1",
      "ws://::1:80/", "ws://[foo]/", "ws://[1:2:3]/", "ws://[::1::]/", "ws://[1:2:3:4:5:6:7:8:9]/",
      "ws://[:1:2:3:4:5:6:7]/",
      "ws://[fe80::1%25eth0]/", "ws://[fe80::1%eth0]/", "ws://h%41/", "ws://h{x}/", "ws://h|/", "ws://h^/",
      "99999",
      "ws://h:٨٠/", "ws://h:８０/", "ws://h: 80/", "ws://h:8_0/",
    ])
  func refused(_ text: String) {
    #expect(throws: UsageError.self) { try WebSocketURL(text) }
  }

  @Test("the parts")
  func parts() throws {
    let url = try WebSocketURL("wss://us%65r:pa%3Ass%2Fé@[::1]/x?y")
    #expect(
      url.isSecure && url.scheme == "wss" && url.host == "::1" && url.port == 443 && url.resource == "/x?y")
    #expect(url.userInfo == "user:pa:ss/é")
    #expect(try WebSocketURL("ws://a%zz%+5%4@b").userInfo == "a%zz%+5%4:", "what is no escape stays as it is")
    #expect(try WebSocketURL("ws://user@b").userInfo == "user:", "RFC 7617 2: an empty password")
    #expect(try WebSocketURL("ws://user:@b").userInfo == "user:")
    #expect(try WebSocketURL("ws://:pw@b").userInfo == ":pw")
    #expect(try WebSocketURL("ws://@b").userInfo == nil && WebSocketURL("ws://:@b").userInfo == nil)
    #expect(try WebSocketURL("ws://b").userInfo == nil)
  }

  @Test("a mistake is one line of words that no terminal acts on")
  func words() {
    let error = #expect(throws: UsageError.self) { try WebSocketURL("ws://a/\u{1B}[2J\n") }
    #expect(error?.description.unicodeScalars.allSatisfy { $0.value >= 0x20 } == true)
  }
}
