/// Keeps what is pasted from being a command: a mark that a paste brings to the front of the line is doubled, where it can be seen.
///
/// The line then says what it is, however it is edited, killed and yanked; a line without one of the marks is a command.
struct PasteGuard {
  /// The byte that begins a command; nil where there are none.
  let mark: UInt8?
  private var holdsPaste = false
  private var hasDoubled = false
  private var last: (startsWithMark: Bool, length: Int, historyPlace: Int) = (false, 0, 0)

  init(mark: UInt8?) { self.mark = mark }

  /// What is to be put into the line for a paste at this place of it.
  mutating func guarded(_ text: [UInt8], at point: Int) -> [UInt8] {
    holdsPaste = true
    guard let mark, point == 0, text.first == mark else { return text }
    hasDoubled = true
    return [mark] + text
  }

  /// The mark, if it has to be put at the front because taking something away or a yank left one of a paste there.
  ///
  /// `start` is the first two bytes of the line, or fewer.
  /// To be asked after each key. A key that types a mark means it, and a line of the history is what it was.
  mutating func markToAdd(start: [UInt8], length: Int, historyPlace: Int, isYank: Bool) -> UInt8? {
    let startsWithMark = mark != nil && start.first == mark
    let before = last
    last = (startsWithMark, length, historyPlace)
    guard let mark, holdsPaste, startsWithMark, !before.startsWithMark, before.historyPlace == historyPlace,
      isYank || length < before.length, !(hasDoubled && start == [mark, mark])
    else { return nil }
    hasDoubled = true
    last.length += 1
    return mark
  }

  mutating func forget() { (holdsPaste, hasDoubled, last) = (false, false, (false, 0, 0)) }
}
