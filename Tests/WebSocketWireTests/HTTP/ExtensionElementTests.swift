import Testing
import WebSocketWire

@Suite("RFC 6455 9.1: Sec-WebSocket-Extensions")
struct ExtensionElementTests {
  static let lists: [(String, [ExtensionElement])] = [
    ("a", [ExtensionElement("a")]),
    ("a,b", [ExtensionElement("a"), ExtensionElement("b")]),
    (" a ;\tx = 1 ; y , b", [ExtensionElement("a", [.init("x", "1"), .init("y")]), ExtensionElement("b")]),
    (", a,, b ,", [ExtensionElement("a"), ExtensionElement("b")]),
    (#"a; x="10"; y="\1\0""#, [ExtensionElement("a", [.init("x", "10"), .init("y", "10")])]),
    ("a; x=1; x=2", [ExtensionElement("a", [.init("x", "1"), .init("x", "2")])]),
  ]

  @Test("names, parameters, values with and without quotes, several elements", arguments: lists)
  func good(_ text: String, _ elements: [ExtensionElement]) {
    #expect(ExtensionElement.list(text) == elements)
    let written = elements.map(\.description).joined(separator: ", ")
    #expect(ExtensionElement.list(written) == elements)
  }

  @Test(
    "what breaks the grammar is not a list",
    arguments: [
      "", ",", ";", "a;", "a; ;b", "a b", "a; x=", "a; =1", "a; x=1 2", #"a; x="""#, #"a; x="1 2""#,
      #"a; x="1"#,
      #"a; x="1,2""#, #"a; x="\"#, #"a; x="1"2"#, #""a""#, "ä", "a; x=ä", "a/b",
    ])
  func bad(_ text: String) {
    #expect(ExtensionElement.list(text) == nil)
  }
}
