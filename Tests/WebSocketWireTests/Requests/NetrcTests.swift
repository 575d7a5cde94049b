import Testing
import WebSocketWire

@Suite("A netrc file")
struct NetrcTests {
  private static let file = """
    # machine commented login no password no
    machine one.example login ann password a#b
    machine two.example
      login "bo b" password "q\\"\\\\\\tz"
    machine two.example login carl password c account x
    macdef init
    machine three.example login no

    machine Three.Example password p
    default login any password d
    """

  /// A host, the user that is known, and what is found.
  static let rows: [(String, String?, String?)] = [
    ("one.example", nil, "ann:a#b"), ("ONE.example", nil, "ann:a#b"),
    ("two.example", nil, "bo b:q\"\\\tz"), ("two.example", "carl", "carl:c"),
    ("two.example", "dora", nil), ("three.example", nil, ":p"), ("three.example", "eve", "eve:p"),
    ("commented", nil, "any:d"), ("four.example", "any", "any:d"), ("four.example", "x", nil),
  ]

  @Test(arguments: rows)
  func finds(host: String, user: String?, found: String?) throws {
    let credentials = try Netrc(Self.file).credentials(host: host, user: user.map { Array($0.utf8) })
    #expect(
      credentials.map { String(decoding: $0.user + [0x3A] + $0.password, as: UTF8.self) } == found)
  }

  @Test func isEmpty() throws {
    #expect(try Netrc("").credentials(host: "h") == nil)
    #expect(try Netrc("machine h\nmacdef x\n\nmachine i login j").credentials(host: "h") == nil)
    #expect(
      try Netrc("macdef x\r\nmachine h login no\r\n\r\nmachine h login yes").credentials(host: "h") != nil)
  }

  @Test(
    arguments: [
      ("login a", 1), ("machine h\nsecret", 2), ("machine h\n\npassword", 3), ("machine", 1),
      ("machine h password \"a\nb\"", 1), ("machine h password \"a", 1),
    ])
  func isNoNetrc(text: String, line: Int) {
    let fault = #expect(throws: Netrc.Fault.self) { try Netrc(text) }
    #expect(fault?.line == line)
    #expect(fault?.words.contains("secret") == false)
  }
}
