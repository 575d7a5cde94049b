import Testing

@testable import LineEditor

@Suite struct KeyStreamTests {
  private static let controls: [UInt8: ControlKey] = [3: .interrupt, 26: .suspend, 28: .quit, 19: .stop]

  /// The pieces of a text, `\u{3}` and the like as keys where they are; pieces of keys that follow each other are one.
  private func pieces(_ parts: [[UInt8]]) -> [KeyStream.Piece] {
    var stream = KeyStream()
    stream.controls = Self.controls
    var pieces: [KeyStream.Piece] = []
    for part in parts {
      var rest = part[...]
      while let piece = stream.take(from: &rest) {
        if case .keys(let more) = piece, case .keys(let before)? = pieces.last {
          pieces[pieces.count - 1] = .keys((Array(before) + more)[...])
        } else if case .keys(let keys) = piece {
          pieces.append(.keys(Array(keys)[...]))
        } else {
          pieces.append(piece)
        }
      }
    }
    return pieces
  }

  private func keys(_ text: String) -> KeyStream.Piece { .keys(Array(text.utf8)[...]) }

  @Test func nothingInAPasteActs() {
    let paste = "\u{1b}\u{1b}[200~a\u{3}\u{1b}[200~\u{1a}\u{1b}[20\u{1b}[201\u{1c}\u{1b}\u{1b}[201~"
    let bytes = Array("a\u{3}\(paste)b\u{13}".utf8)
    let expected = [keys("a"), .control(.interrupt), keys(paste + "b"), .control(.stop)]
    #expect(pieces([bytes]) == expected)
    #expect(pieces(bytes.map { [$0] }) == expected)
    for place in bytes.indices {
      #expect(pieces([Array(bytes[..<place]), Array(bytes[place...])]) == expected, "cut at \(place)")
    }
  }

  @Test(arguments: [("\u{1b}[200", false), ("\u{1b}[200~", true), ("\u{1b}[200~\u{1b}[201~", false)])
  func onlyAKeyAloneEndsAPasteWithoutAnEnd(before: String, ends: Bool) {
    var stream = KeyStream()
    stream.controls = Self.controls
    var bytes = Array(before.utf8)[...]
    while stream.take(from: &bytes) != nil {}
    #expect(stream.lone(in: [3]) == (ends ? .interrupt : nil))
    #expect(stream.lone(in: [28, 28]) == (ends ? .quit : nil))
    for other in [[], [26], [19], [3, 28], [3, 10], [65]] as [ArraySlice<UInt8>] {
      #expect(stream.lone(in: other) == nil)
    }
  }
}
