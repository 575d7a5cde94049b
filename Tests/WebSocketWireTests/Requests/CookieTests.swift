import Testing
import WebSocketWire

@Suite("RFC 6265: which cookies are kept, and who gets them")
struct CookieTests {
  private static let now = 1_000_000

  private static func jar(_ fields: [String], from url: String) throws -> CookieJar {
    var jar = CookieJar()
    let head = "HTTP/1.1 101 x\r\n" + fields.map { "Set-Cookie: \($0)\r\n" }.joined() + "\r\n"
    _ = jar.store(HTTPHead(Array(head.utf8)), from: try WebSocketURL(url), now: now)
    return jar
  }

  /// What a server at one URL sets, and what a request for another one sends.
  static let rows: [(set: [String], from: String, to: String, sent: String?)] = [
    (["a=1"], "ws://h/", "ws://h/", "a=1"), (["a=1"], "ws://h/", "ws://h:8/x", "a=1"),
    (["a=1"], "ws://h/", "wss://h/", "a=1"), (["a=1"], "ws://h.example/", "ws://x.h.example/", nil),
    (["a=1"], "ws://h/", "ws://i/", nil),
    (["a=1; Domain=example.com"], "ws://x.example.com/", "ws://y.example.com/", "a=1"),
    (["a=1; domain=.Example.com"], "ws://x.example.com/", "ws://example.com/", "a=1"),
    (["a=1; Domain=example.com"], "ws://x.example.com/", "ws://notexample.com/", nil),
    (["a=1; Domain=other.com"], "ws://x.example.com/", "ws://other.com/", nil),
    (["a=1; Domain=com"], "ws://example.com/", "ws://other.com/", nil),
    (["a=1; Domain=y.example.com"], "ws://example.com/", "ws://y.example.com/", nil),
    (["a=1; Domain=0.0.1"], "ws://127.0.0.1/", "ws://9.0.0.1/", nil),
    (["a=1; Domain=127.0.0.1"], "ws://127.0.0.1/", "ws://127.0.0.1/", "a=1"),
    (["a=1; Domain="], "ws://h/", "ws://h/", "a=1"),
    (["a=1"], "ws://h/x/y", "ws://h/x/z", "a=1"), (["a=1"], "ws://h/x/y", "ws://h/x", "a=1"),
    (["a=1"], "ws://h/x/y", "ws://h/xx", nil), (["a=1"], "ws://h/x/y", "ws://h/", nil),
    (["a=1; Path=/"], "ws://h/x/y", "ws://h/", "a=1"), (["a=1; Path=y"], "ws://h/x/y", "ws://h/x/", "a=1"),
    (["a=1; Path=/x/"], "ws://h/", "ws://h/x", nil), (["a=1; Path=/x"], "ws://h/", "ws://h/x?q", "a=1"),
    (["a=1; Secure"], "wss://h/", "wss://h/", "a=1"), (["a=1; Secure"], "wss://h/", "ws://h/", nil),
    (["a=1; Secure"], "ws://h/", "wss://h/", nil),
    (["a=1; Max-Age=0"], "ws://h/", "ws://h/", nil), (["a=1; Max-Age=-5"], "ws://h/", "ws://h/", nil),
    (["a=1; Max-Age=1"], "ws://h/", "ws://h/", "a=1"),
    (["a=1; Max-Age=99999999999999999999"], "ws://h/", "ws://h/", "a=1"),
    (["a=1; Max-Age=x; Expires=Thu, 01 Jan 1970 00:00:00 GMT"], "ws://h/", "ws://h/", nil),
    (["a=1; Max-Age=9; Expires=Thu, 01 Jan 1970 00:00:00 GMT"], "ws://h/", "ws://h/", "a=1"),
    (["a=1; Expires=never"], "ws://h/", "ws://h/", "a=1"),
    (["a=1", "a=2"], "ws://h/", "ws://h/", "a=2"), (["a=1", "a=; Max-Age=0"], "ws://h/", "ws://h/", nil),
    (["a=1", "b=2; Path=/x", "c=3"], "ws://h/", "ws://h/x", "b=2; a=1; c=3"),
    (["a=b=c"], "ws://h/", "ws://h/", "a=b=c"), (["a="], "ws://h/", "ws://h/", "a="),
    (["a"], "ws://h/", "ws://h/", nil), (["=1"], "ws://h/", "ws://h/", nil),
    ([" a = \"1\" ;x"], "ws://h/", "ws://h/", "a=\"1\""), (["a=\u{1}"], "ws://h/", "ws://h/", nil),
    (["a\tb=1"], "ws://h/", "ws://h/", nil), (["a=1\t2"], "ws://h/", "ws://h/", nil),
    (["__Host-a=1; Secure; Path=/"], "wss://h/", "wss://h/", "__Host-a=1"),
    (["__Host-a=1; Secure"], "wss://h/", "wss://h/", nil),
    (["__Secure-a=1"], "wss://h/", "wss://h/", nil),
    (["a=" + String(repeating: "x", count: 4096)], "ws://h/", "ws://h/", nil),
  ]

  @Test(arguments: rows)
  func isSent(_ row: (set: [String], from: String, to: String, sent: String?)) throws {
    let jar = try Self.jar(row.set, from: row.from)
    #expect(jar.field(for: try WebSocketURL(row.to), now: Self.now) == row.sent)
  }

  @Test func endsWithItsTime() throws {
    let jar = try Self.jar(["a=1; Max-Age=10"], from: "ws://h/")
    let url = try WebSocketURL("ws://h/")
    #expect(jar.field(for: url, now: Self.now + 9) == "a=1")
    #expect(jar.field(for: url, now: Self.now + 10) == nil)
  }

  @Test func keepsNoMoreThanItsLimit() throws {
    var jar = CookieJar()
    let url = try WebSocketURL("ws://h/")
    for number in 0..<3010 {
      let head = HTTPHead(Array("HTTP/1.1 101 x\r\nSet-Cookie: c\(number)=1\r\n\r\n".utf8))
      let changes = (jar.store(head, from: url, now: 0), jar.store(head, from: url, now: 0))
      #expect(changes == (true, false))
    }
    #expect(jar.cookies.count == 3000)
    #expect(jar.cookies.first?.name == "c10")
  }

  @Test func printsNoValue() throws {
    #expect("\(try Self.jar(["a=secret"], from: "ws://h/").cookies)".contains("a=***"))
  }

  // MARK: Dates

  /// Seconds since 1970, as `date -u -d` tells them.
  static let dates: [(String, Int?)] = [
    ("Thu, 01 Jan 1970 00:00:00 GMT", 0), ("Wed, 09 Jun 2021 10:18:14 GMT", 1_623_233_894),
    ("Wednesday, 09-Jun-21 10:18:14 GMT", 1_623_233_894), ("Wed Jun  9 10:18:14 2021", 1_623_233_894),
    ("9 june 2021 1:2:3", 1_623_200_523), ("29 Feb 2024 23:59:59", 1_709_251_199),
    ("29 Feb 2023 00:00:00", nil), ("29 Feb 2100 00:00:00", nil), ("31 Apr 2024 00:00:00", nil),
    ("1 Jan 69 00:00:00", 3_124_224_000), ("1 Jan 70 00:00:00", 0), ("1 Jan 1600 00:00:00", nil),
    ("1 Jan 2024 24:00:00", nil), ("1 Jan 2024 00:60:00", nil), ("1 Jan 2024", nil), ("", nil),
    ("0 Jan 2024 00:00:00", nil), ("31 Dec 9999 23:59:59", 253_402_300_799),
    ("99999999999999999999 Jan 2024 00:00:00", nil),
  ]

  @Test(arguments: dates)
  func date(text: String, seconds: Int?) { #expect(CookieDate.seconds(text) == seconds) }

  // MARK: The file

  private static let file = """
    # Netscape HTTP Cookie File

    .example.com\tTRUE\t/\tTRUE\t2000000\ta\t1
    h\tFALSE\t/x\tFALSE\t0\tb\t2
    #HttpOnly_h\tFALSE\t/\tFALSE\t2000000\tc\t

    """

  @Test func isReadAndWrittenTheSame() throws {
    var jar = CookieJar()
    try jar.read(netscape: Self.file, now: Self.now)
    #expect(jar.netscape == Self.file)
    #expect(jar.field(for: try WebSocketURL("wss://x.example.com/"), now: Self.now) == "a=1")
    #expect(jar.field(for: try WebSocketURL("ws://h/x"), now: Self.now) == "b=2; c=")
    #expect(jar.cookies.map(\.isHTTPOnly) == [false, false, true])
  }

  @Test func hasLinesOfOtherWritersAndExpiredOnes() throws {
    var jar = CookieJar()
    try jar.read(
      netscape: "H\tfalse\t\tfalse\t0\ta\r\n  \t\n# h\nh\tFALSE\t/\tFALSE\t1\told\t1\n", now: Self.now)
    #expect(jar.field(for: try WebSocketURL("ws://h/"), now: Self.now) == "a=")
    #expect(jar.cookies.count == 1)
  }

  @Test(
    arguments: [
      ("h\tFALSE\t/\tFALSE\t0\n", 1), ("\n\na=b; c=d\n", 3), ("h\tFALSE\t/\tFALSE\tsoon\ta\tb", 1),
      ("#\n\tFALSE\t/\tFALSE\t0\ta\tb", 2), ("h\tFALSE\t/\tFALSE\t0\ta\t\u{1}", 1),
    ])
  func isNoFileOfCookies(text: String, line: Int) {
    var jar = CookieJar()
    let fault = #expect(throws: CookieJar.Fault.self) { try jar.read(netscape: text, now: 0) }
    #expect(fault?.line == line)
  }
}
