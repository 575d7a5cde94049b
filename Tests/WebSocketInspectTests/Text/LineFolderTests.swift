import Testing
import WebSocketInspect
import WebSocketWire

@Suite struct LineFolderTests {
  /// A line, a width, and what is shown.
  static let lines: [(String, Int?, [String])] = [
    ("one two three", nil, ["one two three"]), ("one two three", 13, ["one two three"]),
    ("one two three", 12, ["one two", "  three"]), ("  one two three", 9, ["  one two", "    three"]),
    ("averylongword and more", 6, ["averylongword", "  and", "  more"]),
    ("a   b   c", 6, ["a   b", "  c"]), ("\u{1B}[1mone\u{1B}[0m two", 7, ["\u{1B}[1mone\u{1B}[0m two"]),
    ("wait 2.55 ms, then", 11, ["wait", "  2.55 ms,", "  then"]),
    ("room 11 bytes", 10, ["room", "  11 bytes"]),
    ("", 5, [""]), ("   ", 2, ["   "]),
    ("漢字 かな", 9, ["漢字 かな"]), ("漢字 かな", 8, ["漢字", "  かな"]), ("👍👍 👍", 6, ["👍👍", "  👍"]),
    ("x client\u{A0}2:\u{A0}in, aé", 9, ["x client\u{A0}", "  2:\u{A0}in,", "  aé"]),
    ("\u{1B}[1mééé漢\u{1B}[0méé", 5, ["\u{1B}[1mééé漢\u{1B}[0m", "  éé"]),
    ("한글 ﾊﾝｶｸ", 9, ["한글 ﾊﾝｶｸ"]), ("e\u{301}e\u{301} o", 4, ["e\u{301}e\u{301} o"]),
  ]

  @Test(arguments: lines)
  func breaksBetweenWords(line: String, width: Int?, shown: [String]) {
    #expect(LineFolder.fold([line], width: width) == shown)
  }

  @Test func whatFollowsHangsWhereItIsWanted() {
    #expect(LineFolder.fold(["  ok   one two"], width: 12, hang: 7) == ["  ok   one", "      two"])
    #expect(LineFolder.fold(["  ok   one two"], width: 14, hang: 7) == ["  ok   one two"])
  }

  @Test func aTreeHangsUnderTheNamesOfItsFields() throws {
    let frame = try #require(records("81 85 37 fa 21 3d 7f 9f 4d 51 58", from: .client).first)
    let text = FrameRenderer(view: .tree, hex: false, style: .plain, width: 40).render(frame)
    #expect(text.contains("\n  85  1... ....  MASK     1\n                 masked, as a client\n"), "\(text)")
    #expect(text.contains("\n  37 fa 21 3d    key      37 fa 21 3d\n                 XOR with"), "\(text)")
    let broken = try #require(records("81 05 aa bb cc dd ee", from: .server).first)
    let bytes = FrameRenderer(view: .tree, hex: false, style: .plain, width: 40).render(broken)
    #expect(bytes.contains("\n  payload 5 bytes, not all UTF-8:\n  \\xaa\\xbb"), "\(bytes)")
    let long = try #require(records("82 7f 00 00 00 00 00 00 00 00", from: .server).first)
    let tree = FrameRenderer(view: .tree, hex: false, style: .plain, width: 40).render(long)
    #expect(tree.contains("\n  00 00 00 00 00 00 00 00\n                 extended 0\n"), "\(tree)")
  }

  @Test(arguments: [FrameView.line, .tree])
  func theReasonOfACloseIsBrokenBetweenWords(view: FrameView) throws {
    let reason = "some reason text that is long"
    let wire = [0x88, UInt8(2 + reason.utf8.count), 0x03, 0xF3] + Array(reason.utf8)
    let frame = try #require(records(Hex.spaced(wire), from: .server).first)
    let text = FrameRenderer(view: view, hex: false, style: .plain, width: 40).render(frame)
    #expect(text.hasSuffix("\n  1011 internal error: some reason text\n    that is long\n"), "\(text)")
  }

  @Test(arguments: [FrameView.line, .tree, .diagram], [40, 80])
  func noViewOfAFrameIsWiderThanTheTerminal(view: FrameView, width: Int) throws {
    let frame = try #require(records("81 85 37 fa 21 3d 7f 9f 4d 51 58", from: .client).first)
    let text = FrameRenderer(view: view, hex: false, style: .plain, width: width).render(
      frame, note: "+0.003 ms")
    for line in text.split(separator: "\n") { #expect(line.count <= width, "\(line)") }
    let whole = FrameRenderer(view: view, hex: false, style: .plain).render(frame, note: "+0.003 ms")
    let words = { (text: String) in Set(text.split(whereSeparator: \.isWhitespace)) }
    if view != .diagram || width == 80 { #expect(words(text) == words(whole)) }
  }

  @Test func aNumberKeepsItsUnit() {
    #expect(
      LineFolder.fold(["TCP 7.74 ms, upgrade 3 ms"], width: 9) == [
        "TCP", "  7.74 ms,", "  upgrade", "  3 ms",
      ])
  }
}
