import Testing
import WebSocketWire
import WireTestSupport

@Suite("What is said of a request that is not an opening handshake")
struct HandshakeSentenceTests {
  /// What of a right request is replaced, by what, and what is said of it.
  static let sentences: [(String, String, String)] = [
    ("/chat", "/a b", #"the request target is "/a b", in which a space has to be %20"#),
    ("/chat", "/x#y", #"the request target is "/x#y", and a fragment is never sent to a server"#),
    ("/chat ", "", "the request target is missing, expected a path that begins with /"),
    (
      "/chat", "ws://h:70000/",
      #"the request target is "ws://h:70000/", with "h:70000", whose port is not 0 to 65535"#
    ),
    ("/chat", "ws:///a", #"the request target is "ws:///a", which has no host"#),
    (
      "/chat", "ftp://h/",
      #"the request target is "ftp://h/", expected a path that begins with / or a URL with ws://, wss://, http:// or https://"#
    ),
    (
      "GET ", "GET  ",
      #"the request line is "GET  /chat HTTP/1.1", expected method, target and version with one space between them"#
    ),
    ("Host: server.example", "Host: h:70000", #"Host is "h:70000", whose port is not 0 to 65535"#),
    ("Host: server.example", "Host: u:p@h", #"Host is "u:p@h", which is not a host"#),
    ("Host: server.example", "Host: http://h", #"Host is "http://h", which is not a host"#),
    (
      "\r\n\r\n", "\r\nContent-Length: 5\r\n\r\n",
      "Content-Length is 5, and an opening handshake has no content"
    ),
    (
      "\r\n\r\n", "\r\nContent-Length: 5, 6\r\n\r\n",
      #"Content-Length is "5, 6", expected one number of bytes"#
    ),
    (
      "\r\n\r\n", "\r\nContent-Length: -1\r\n\r\n",
      #"Content-Length is "-1", expected a number of bytes in decimal digits"#
    ),
    ("\r\n\r\n", "\r\nX : a\r\n\r\n", #"the line "X : a" has a blank beside the field's name"#),
    ("\r\n\r\n", "\r\n: a\r\n\r\n", #"the line ": a" has no name before its colon"#),
    ("\r\n\r\n", "\r\nword\r\n\r\n", #"the line "word" is not a field: a name, a colon and a value"#),
  ]

  @Test(arguments: sentences)
  func said(_ right: String, _ wrong: String, _ sentence: String) {
    let request = String(decoding: Openings.request, as: UTF8.self).replacing(right, with: wrong)
    let report = HandshakeRules.check(request: HTTPHead(Array(request.utf8)))
    #expect(report.failed.map(\.words) == [sentence])
  }

  @Test("a head of nothing but faults is reported in part, with the number of the rest")
  func many() {
    let lines = Array(repeating: "x\r\n", count: 5000).joined()
    let report = HandshakeRules.check(
      request: HTTPHead(Openings.request.dropLast(2) + Array("\(lines)\r\n".utf8)))
    #expect(report.failed.count == 21)
    #expect(report.failed.last?.words == "4980 more lines are not fields or hold a carriage return or NUL")
  }
}
