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
  private func paste(_ text: String) -> KeyStream.Piece { .paste(Array(text.utf8)) }

  @Test func nothingInAPasteActs() {
    let text = "a\u{3}\u{1b}[200~\u{1a}\u{1b}[20\u{1b}[201\u{1c}\u{1b}"
    let bytes = Array("a\u{3}\u{1b}\u{1b}[200~\(text)\u{1b}[201~b\u{13}".utf8)
    let expected = [
      keys("a"), .control(.interrupt), keys("\u{1b}"), paste(text), keys("b"), .control(.stop),
    ]
    #expect(pieces([bytes]) == expected)
    #expect(pieces(bytes.map { [$0] }) == expected)
    for place in bytes.indices {
      #expect(pieces([Array(bytes[..<place]), Array(bytes[place...])]) == expected, "cut at \(place)")
    }
  }

  @Test(arguments: ["\u{1b}[A", "\u{1b}\u{1b}[2~", "\u{1b}[200x", "\u{1b}f", "\u{1b}[\u{1b}[201~"])
  func keysThatBeginLikeAPasteAreKeys(text: String) {
    #expect(pieces([Array(text.utf8)]) == [keys(text)])
    #expect(pieces(text.utf8.map { [$0] }) == [keys(text)])
    #expect(pieces([Array("\(text.dropLast())\u{1b}[\u{3}".utf8)]).last == .control(.interrupt))
  }

  /// Bytes that are passed on because nothing followed them do not keep a paste from being one.
  @Test func theMarkOfAPasteMayComeLate() {
    let mark = Array("\u{1b}[200~".utf8)
    for place in 1..<mark.count {
      var stream = KeyStream()
      var bytes = mark[..<place]
      #expect(stream.take(from: &bytes) == nil && stream.isHolding)
      #expect(stream.isHoldingEscape == (place == 1))
      #expect(Array(stream.release()) == Array(mark[..<place]) && !stream.isHolding)
      bytes = mark[place...] + Array("x\u{1b}[201~".utf8)
      #expect(stream.take(from: &bytes) == paste("x"))
    }
  }

  @Test func whatIsUnfinishedAtTheEndIsNotLost() {
    for (text, expected) in [
      ("\u{1b}[20", keys("\u{1b}[20")), ("\u{1b}[200~a\u{1b}[201", paste("a\u{1b}[201")),
    ] {
      var stream = KeyStream()
      var bytes = Array(text.utf8)[...]
      #expect(stream.take(from: &bytes) == nil)
      #expect(stream.finish() == expected)
      #expect(stream.finish() == nil)
    }
  }

  @Test func onlyTheLastKeyMayLeaveAPasteWithoutAnEnd() {
    var stream = KeyStream()
    stream.controls = Self.controls
    for keys in [[3], [65, 3]] as [ArraySlice<UInt8>] {
      #expect(stream.interrupt(endingIn: keys) == .interrupt)
    }
    #expect(stream.interrupt(endingIn: [3, 28]) == .quit)
    for other in [[], [26], [19], [3, 10], [65]] as [ArraySlice<UInt8>] {
      #expect(stream.interrupt(endingIn: other) == nil)
    }
  }
}
