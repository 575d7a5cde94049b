import Testing

@testable import LineEditor

@Suite struct NulStandInTests {
  @Test(arguments: [
    ["a\0b"], ["\0\0"], ["␀"], ["␀\0"], ["\0", "␀"], ["\0", "␀\0\u{E000}", "\u{E001}\0"],
    ["plain", "", "\0"],
  ])
  func everyPasteComesBack(pastes: [String]) throws {
    var nuls = NulStandIn()
    var line: [UInt8] = []
    for paste in pastes {
      let placed = nuls.hide(Array(paste.utf8), in: line)
      let hidden = try #require(placed)
      let before = (hidden.line ?? line).count
      #expect(before == line.count, "the cursor stays where it was")
      line = (hidden.line ?? line) + hidden.text
      #expect(!line.contains(0))
    }
    #expect(nuls.reveal(line) == pastes.flatMap { Array($0.utf8) })
  }
}
