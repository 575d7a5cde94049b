import Testing
import WebSocketInspect

@Suite struct LineBreakerTests {
  private func broken(_ text: String, _ width: Int?, column: Int = 0, split: Int? = nil) -> String {
    var breaker = LineBreaker(column: column)
    var output: [UInt8] = []
    let bytes = Array(text.utf8)
    for piece in [bytes[..<(split ?? 0)], bytes[(split ?? 0)...]] {
      breaker.write(Array(piece), width: width, into: &output)
    }
    return String(decoding: output, as: UTF8.self)
  }

  /// A text, the columns of the terminal, and what is written.
  static let texts: [(String, Int?, String)] = [
    ("abcdef", nil, "abcdef"), ("abcdef", 6, "abcdef"), ("abcdefg", 6, "abcdef\n  g"),
    ("abcdefghijk", 6, "abcdef\n  ghij\n  k"), ("a\nbcdefgh", 6, "a\n  bcde\n  fgh"),
    ("a\n\nb", nil, "a\n  \n  b"),
    ("a\n", 4, "a\n"), ("漢字漢字", 6, "漢字漢\n  字"), ("漢字漢字", 7, "漢字漢\n  字"),
    ("e\u{301}e\u{301}e", 2, "e\u{301}e\u{301}\ne"),
    ("👩\u{200D}💻x", 4, "👩\u{200D}💻\n x"), ("❤\u{FE0F}❤\u{FE0F}x", 4, "❤\u{FE0F}❤\u{FE0F}\n x"),
    ("a\tb", 9, "a\tb"), ("a\tb", 8, "a\t\n  b"), ("abcdefgh\tb", 12, "abcdefgh\n  \tb"), ("漢", 1, "漢"),
    ("ab", 1, "a\nb"), ("abcdefghijkl\tbcdefg", 12, "abcdefghijkl\n  \tbcde\n  fg"),
  ]

  @Test(arguments: texts)
  func nothingBeginsInTheFirstColumn(text: String, width: Int?, shown: String) {
    #expect(broken(text, width) == shown)
    for (split, scalar) in zip(text.unicodeScalars.indices, text.unicodeScalars) where scalar != "x" {
      let place = text.utf8.distance(from: text.startIndex, to: split)
      #expect(broken(text, width, split: place) == shown, "split at \(place)")
    }
  }

  @Test func aTextGoesOnAfterALabel() { #expect(broken("abcd", 12, column: 10) == "ab\n  cd") }
}
