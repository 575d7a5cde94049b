import Testing

@testable import WScopeCommands

@Suite("A message's bytes as text on a screen")
struct ScreenTextTests {
  private static func text(
    _ pieces: [String], escapes: Bool, indents: Bool, width: Int? = nil, column: Int = 0
  ) -> String {
    var screen = ScreenText(escapes: escapes, indents: indents, columns: { width })
    screen.begin(column: column)
    let text = pieces.flatMap { screen.text(of: Array($0.utf8).span.bytes) } + screen.finish()
    return String(decoding: text, as: UTF8.self)
  }

  @Test("what a terminal obeys is escaped, also where it comes in pieces")
  func escapes() {
    let pieces = ["a\u{1b}", "[2Jb"]
    #expect(Self.text(pieces, escapes: true, indents: false) == #"a\x1b[2Jb"#)
    #expect(Self.text(pieces, escapes: false, indents: true) == "a\u{1b}[2Jb")
  }

  @Test("later lines are indented, and a long one is broken at the width, from the column where it begins")
  func indents() {
    #expect(Self.text(["a\nb", "\nc"], escapes: true, indents: true) == "a\n  b\n  c")
    #expect(Self.text(["a\nb"], escapes: true, indents: false) == "a\nb")
    #expect(
      Self.text(["abcdefgh"], escapes: true, indents: true, width: 10, column: 6) == "abcd\n  efgh")
    #expect(Self.text(["abcdefghijkl"], escapes: false, indents: true, width: 10) == "abcdefghijkl")
  }

  @Test("a line that was ended goes on indented")
  func endsLine() {
    var screen = ScreenText(escapes: true, indents: true, columns: { nil })
    func text(_ text: String) -> [UInt8] { screen.text(of: Array(text.utf8).span.bytes) }
    let before = text("a")
    screen.endLine()
    #expect(before + text("b") == Array("a  b".utf8))
    screen.begin()
    #expect(text("c") == Array("c".utf8))
  }

  @Test("bytes are plain where nothing is done to them")
  func plain() {
    #expect(ScreenText(escapes: false, indents: false, columns: { nil }).isPlain)
    #expect(!ScreenText(escapes: true, indents: false, columns: { nil }).isPlain)
    #expect(!ScreenText(escapes: false, indents: true, columns: { nil }).isPlain)
  }
}
