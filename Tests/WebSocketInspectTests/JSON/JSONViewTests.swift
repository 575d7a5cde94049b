import Testing
import WebSocketWire
import WireTestSupport

@testable import WebSocketInspect

@Suite("JSON in lines")
struct JSONViewTests {
  private func render(
    _ json: String, view: FrameView = .line, pretty: Bool = true, isColored: Bool = false, width: Int? = nil
  ) -> String {
    let renderer = FrameRenderer(
      view: view, hex: false, style: TextStyle(isColored: isColored), width: width,
      breaksPayload: width != nil,
      pretty: pretty)
    return renderer.render(Self.frame(json))
  }

  private static func frame(_ json: String, _ opcode: Opcode = .text) -> FrameRecord {
    let payload = Array(json.utf8)
    return FrameRecord(
      header: FrameHeader(opcode: opcode, payloadLength: UInt64(payload.count)), sender: .server, number: 1,
      offset: 0, payload: payload)
  }

  /// What follows the line of the header.
  private func lines(_ json: String, isColored: Bool = false, width: Int? = nil) -> [String] {
    render(json, isColored: isColored, width: width).split(separator: "\n").dropFirst().map(String.init)
  }

  @Test func membersAndElementsHaveLinesOfTheirOwn() {
    #expect(
      lines(" {\"b\":[1,-0.10e+2,{}],\"a\" : {\"x\":null,\"x\":true}, \"\":[ ],\"s\":\"a\\n\\u00e9 é\"}\r\n")
        == [
          "  {", "    \"b\": [", "      1,", "      -0.10e+2,", "      {}", "    ],", "    \"a\": {",
          "      \"x\": null,", "      \"x\": true", "    },", "    \"\": [],",
          "    \"s\": \"a\\n\\u00e9 é\"", "  }",
        ])
  }

  @Test func aTreeHasItBelowItsFields() {
    let lines = render("[1]", view: .tree).split(separator: "\n")
    #expect(lines.suffix(4) == ["  payload 3 bytes, JSON:", "  [", "    1", "  ]"])
  }

  @Test func namesAndValuesHaveTheirColours() {
    let shown = lines("{\"a\":[\"s\",1,null]}", isColored: true).map { $0.replacing("\u{1B}[", with: "^") }
    #expect(
      shown == [
        "  {", "    ^34m\"a\"^0m: [", "      ^32m\"s\"^0m,", "      ^36m1^0m,", "      ^35mnull^0m", "    ]",
        "  }",
      ])
  }

  /// What is not one object or array of RFC 8259.
  static let others = [
    "", " ", "hello", "12", "\"a\"", "null", "{", "[", "]", "{]", "[}", "{\"a\":1", "{\"a\":1,}", "[1,]",
    "[,1]", "{,}",
    "[1 2]", "{\"a\" 1}", "{\"a\":}", "{1:2}", "{\"a\":1}x", "[] []", "[]]", "[01]", "[1.]", "[.5]", "[-]",
    "[+1]",
    "[1e]", "[1e+]", "[0x1]", "[tru]", "[truefalse]", "[NaN]", "['a']", "[\"a]", "[\"\\x41\"]",
    "[\"\\u12g4\"]",
    "[\"\\u123\"]", "[\"\\", "[\"a\tb\"]", "[\"a\nb\"]", "[\"\u{0}\"]", "\u{FEFF}[]", "[1]\u{0}", "[1:2]",
    "{\"a\"}",
    "{\"a\":1 \"b\":2}", "{\"a\":1,2}", "/**/[]", "[1]//",
  ]

  @Test(arguments: others)
  func anythingElseIsShownAsItIs(text: String) {
    for view in [FrameView.line, .tree] {
      #expect(render(text, view: view) == render(text, view: view, pretty: false))
    }
  }

  @Test func bytesThatAreNotUTF8AreShownAsTheyAre() {
    let payload: [UInt8] = Array("[\"".utf8) + [0xC3, 0x28] + Array("\"]".utf8)
    let frame = FrameRecord(
      header: FrameHeader(opcode: .text, payloadLength: 6), sender: .server, number: 1, offset: 0,
      payload: payload)
    let render = { FrameRenderer(view: .line, hex: false, style: .plain, pretty: $0).render(frame) }
    #expect(render(true) == render(false))
  }

  @Test func onlyTextsAreJSON() {
    let renderer = FrameRenderer(view: .line, hex: false, style: .plain, pretty: true)
    #expect(renderer.render(Self.frame("[1]", .binary)).contains("5b 31 5d"))
    #expect(renderer.render(Self.frame("[1]", .ping)).hasSuffix("\n  [1]\n"))
  }

  @Test(arguments: [64, 65])
  func depthHasALimit(depth: Int) {
    let text = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    #expect((render(text) == render(text, pretty: false)) == (depth > 64))
    #expect(lines(text).map(\.count).max() == (depth > 64 ? 132 : 2 + 2 * 63 + 2))
  }

  @Test(arguments: [262_144, 262_145])
  func lengthHasALimit(length: Int) {
    let text = "[\"" + String(repeating: "a", count: length - 4) + "\"]"
    #expect(lines(text).count == (length > 262_144 ? 1 : 3))
  }

  @Test func whatATerminalWouldObeyIsEscaped() {
    #expect(lines("[\"\u{202E}\u{7F}\"]")[1] == "    \"\\u{202e}\\x7f\"")
    #expect(lines("[\"\\\\x41\"]")[1] == "    \"\\\\\\\\x41\"")
  }

  @Test(arguments: [10, 40])
  func aNarrowTerminalBreaksLongTokens(width: Int) {
    let text = "{\"name\":\"" + String(repeating: "word ", count: 40) + "\",\"b\":[12345678901234567890]}"
    let shown = lines(text, width: width).drop { $0 != "  {" }
    #expect(shown.allSatisfy { $0.count <= width && $0.hasPrefix("  ") }, "\(shown)")
    let joined = shown.joined().filter { $0 != " " }
    #expect(joined == text.filter { $0 != " " })
  }

  private func part(_ json: String, _ extent: PayloadExtent, width: Int? = nil) -> String {
    var renderer = FrameRenderer(
      view: .line, hex: false, style: .plain, width: width, breaksPayload: width != nil, pretty: true)
    renderer.payloadFormat.extent = extent
    renderer.payloadFormat.hint = "/last shows all"
    let lines = renderer.render(Self.frame(json)).split(separator: "\n").drop { $0 != "  {" && $0 != "  [" }
    return lines.joined(separator: "\n")
  }

  @Test func theFirstLinesOfItAreShown() {
    let text = "{\"a\":[1,2,3],\"b\":4}"
    let whole = "  {\n    \"a\": [\n      1,\n      2,\n      3\n    ],\n    \"b\": 4\n  }"
    #expect(part(text, .lines(8)) == whole)
    let seven = whole.split(separator: "\n").dropLast().joined(separator: "\n")
    #expect(part(text, .lines(7)) == seven + "\n  ... 1 of 19 payload bytes is not shown; /last shows all")
    #expect(part(text, .lines(1)) == "  {\n  ... 18 of 19 payload bytes are not shown; /last shows all")
  }

  @Test func theFirstBytesOfItAreShown() {
    let rest = { (hidden: Int) in "\n  ... \(hidden) of 12 payload bytes are not shown; /last shows all" }
    #expect(part("[\"aäb\",123]", .bytes(12)).hasSuffix("\n    123\n  ]"))
    #expect(part("[\"aäb\",123]", .bytes(10)) == "  [\n    \"aäb\",\n    12" + rest(2))
    #expect(part("[\"aäb\",123]", .bytes(4)) == "  [\n    \"a" + rest(9))
    #expect(part("[\"aäb\",123]", .bytes(1)) == "  [" + rest(11))
  }

  @Test func aLongStringTakesNoMoreThanItsLines() {
    let text = "{\"a\":\"" + String(repeating: "x", count: 9000) + "\"}"
    let lines = part(text, .lines(5), width: 40).split(separator: "\n").drop { $0 != "  {" }
    #expect(lines.filter { !$0.contains("...") && !$0.contains("/last") }.count == 5, "\(lines)")
    let shown = lines.joined().count { $0 == "x" }
    #expect(shown == 144)
    #expect(lines.joined(separator: " ").contains("\(9008 - 6 - shown) of 9008"), "\(lines)")
  }

  @Test func tokensStayWhatTheyAre() throws {
    try withSeed { generator in
      for _ in 0..<300 {
        let text = Self.container(&generator, 0)
        let shown = lines(text)
        #expect(Self.tokens(shown.joined(separator: "\n")) == Self.tokens(text), "\(text)")
      }
    }
  }

  /// The text without the white space that is not in a string.
  private static func tokens(_ text: String) -> String {
    var isInString = false
    var isEscaped = false
    return String(
      text.filter { character in
        defer { isEscaped = isInString && character == "\\" && !isEscaped }
        if character == "\"", !isEscaped { isInString.toggle() }
        return isInString || !character.isWhitespace
      })
  }

  private static let scalars = [
    "0", "-0", "1.50", "1e5", "-12.0E-07", "12345678901234567890123", "true", "false", "null", "\"\"",
    "\"a b\"",
    "\"\\\"\\\\\"", "\"\\u00e9\"", "\"ü {[:,]} €\"",
  ]
  private static let blanks = ["", "", "", " ", "\t", "\n  ", "\r\n"]

  private static func value(_ generator: inout SeededGenerator, _ depth: Int) -> String {
    depth < 5 && Int.random(in: 0..<3, using: &generator) == 0
      ? container(&generator, depth) : generator.pick(scalars) ?? ""
  }

  private static func container(_ generator: inout SeededGenerator, _ depth: Int) -> String {
    let isArray = Bool.random(using: &generator)
    let parts = (0..<Int.random(in: 0...4, using: &generator)).map { _ in
      let value = value(&generator, depth + 1)
      let name =
        isArray ? "" : (generator.pick(["\"a\"", "\"b c\"", "\"\\\"\""]) ?? "") + blank(&generator) + ":"
      return blank(&generator) + name + blank(&generator) + value + blank(&generator)
    }
    return isArray ? "[\(parts.joined(separator: ","))]" : "{\(parts.joined(separator: ","))}"
  }

  private static func blank(_ generator: inout SeededGenerator) -> String { generator.pick(blanks) ?? "" }
}
