import Testing
import WebSocketWire

@Suite("RFC 5891: hosts with letters outside ASCII")
struct InternationalNameTests {
  /// A host, and what is looked up. Python's punycode codec gives the same.
  static let names: [(String, String)] = [
    ("bücher.example", "xn--bcher-kva.example"), ("BÜCHER.Example", "xn--bcher-kva.example"),
    ("straße.de", "xn--strae-oqa.de"), ("ελλάς.gr", "xn--hxarsa0b.gr"),
    ("президент.рф", "xn--d1abbgf6aiiy.xn--p1ai"), ("例え.テスト", "xn--r8jz45g.xn--zckzah"),
    ("例え。テスト", "xn--r8jz45g.xn--zckzah"), ("उदाहरण.परीक्षा", "xn--p1b6ci4b4b3a.xn--11b5bs3a9aj6g"),
    ("他们为什么不说中文", "xn--ihqwcrb4cv8a8dqg056pqjye"), ("mañana.com", "xn--maana-pta.com"),
    ("ليهمابتكلموشعربي", "xn--mgbcah9ar9a4efegftvvn"), ("đại.vn", "xn--i-kia818t.vn"),
    ("ไทย.com", "xn--o3cw4h.com"),
    ("Ünïcödé.test", "xn--ncd-dma1a7bzb.test"), ("αβγ-δ.x", "xn----ylbdeg.x"),
    ("aaaaaaaaaaaaaaaaaaaaü", "xn--aaaaaaaaaaaaaaaaaaaa-8ec"),
  ]

  @Test("as the DNS has them", arguments: names)
  func encoded(_ name: String, _ host: String) throws {
    let url = try WebSocketURL("ws://\(name):8080/")
    #expect(url.host == host)
    #expect(url.hostField == "\(host):8080")
  }

  /// A host that more than lower case is needed for, and what the sentence says.
  static let refused: [(String, String)] = [
    ("bu\u{308}cher.example", "(U+0308)"), ("ｅxample.com", "(U+FF45)"), ("ﬁnd.example", "(U+FB01)"),
    ("a\u{200D}b", "(U+200D)"), ("☃.example", "(U+2603)"), ("x\u{AD}ü", "(U+00AD)"),
    ("か\u{3099}.test", "(U+3099)"),
    ("\u{94D}a.test", "(U+094D)"), ("xn--ü.test", "begins with xn--"), ("ü\u{2028}.x", "(U+2028)"),
    (String(repeating: "ü", count: 64), "more than 63 bytes"),
    (String(repeating: "日本", count: 30), "more than 63 bytes"),
    ("%FF.test", "not UTF-8"),
  ]

  @Test("what is refused, and why", arguments: refused)
  func isRefused(_ name: String, _ words: String) {
    let error = #expect(throws: UsageError.self) { try WebSocketURL("ws://\(name)/") }
    #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
  }
}
