import Testing

@testable import LineEditor

@Suite struct PasteGuardTests {
  private let slash = UInt8(ascii: "/")

  @Test(arguments: [
    ("/quit", 0, "//quit"), ("/quit", 1, "/quit"), ("quit", 0, "quit"), ("", 0, ""), ("//", 0, "///"),
  ])
  func aMarkThatAPasteBringsToTheFrontIsDoubled(text: String, point: Int, inserted: String) {
    var paste = PasteGuard(mark: slash)
    #expect(paste.guarded(Array(text.utf8), at: point) == Array(inserted.utf8))
    var without = PasteGuard(mark: nil)
    #expect(without.guarded(Array(text.utf8), at: point) == Array(text.utf8))
  }

  /// What a key does to the line `x/quit`, and whether the mark at its front is doubled then.
  @Test(arguments: [
    (length: 5, place: 0, isYank: false, adds: true), (length: 7, place: 0, isYank: false, adds: false),
    (length: 7, place: 0, isYank: true, adds: true), (length: 5, place: 1, isYank: false, adds: false),
  ])
  func aMarkThatAnEditLeavesAtTheFrontIsDoubled(length: Int, place: Int, isYank: Bool, adds: Bool) {
    for holdsPaste in [true, false] {
      var paste = PasteGuard(mark: slash)
      if holdsPaste { _ = paste.guarded(Array("/quit".utf8), at: 1) }
      #expect(paste.markToAdd(start: [0x78, slash], length: 6, historyPlace: 0, isYank: false) == nil)
      let mark = paste.markToAdd(start: [slash, 0x71], length: length, historyPlace: place, isYank: isYank)
      #expect(mark == (adds && holdsPaste ? slash : nil))
      // Once is enough: anyone who takes it away wants a command.
      #expect(
        paste.markToAdd(start: [slash, 0x71], length: length, historyPlace: place, isYank: false) == nil)
    }
  }

  @Test func aMarkThatIsDoubledStaysSoWhenItIsYanked() {
    var paste = PasteGuard(mark: slash)
    _ = paste.guarded([slash, 0x71], at: 0)
    #expect(paste.markToAdd(start: [slash, slash], length: 3, historyPlace: 0, isYank: false) == nil)
    #expect(paste.markToAdd(start: [], length: 0, historyPlace: 0, isYank: false) == nil)
    #expect(paste.markToAdd(start: [slash, slash], length: 3, historyPlace: 0, isYank: true) == nil)
  }

  @Test func aNewLineIsTyped() {
    var paste = PasteGuard(mark: slash)
    _ = paste.guarded([slash], at: 0)
    paste.forget()
    _ = paste.markToAdd(start: [0x78, slash], length: 2, historyPlace: 0, isYank: false)
    #expect(paste.markToAdd(start: [slash, 0x71], length: 1, historyPlace: 0, isYank: false) == nil)
  }
}
