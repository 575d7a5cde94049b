/// Tells the keys that act at once from those of a line, and both from the bytes of a bracketed paste, all of which are data.
struct KeyStream {
  enum Piece: Equatable {
    case keys(ArraySlice<UInt8>)
    case control(ControlKey)
  }

  var controls: [UInt8: ControlKey] = [:]
  private(set) var isInPaste = false
  /// How many bytes of the mark that begins or ends a paste have come.
  private var matched = 0

  private static let begin = Array("\u{1b}[200~".utf8)
  private static let end = Array("\u{1b}[201~".utf8)

  /// Takes the next piece off the bytes; nil when there are none.
  mutating func take(from bytes: inout ArraySlice<UInt8>) -> Piece? {
    guard let first = bytes.first else { return nil }
    if let control = control(first) {
      bytes.removeFirst()
      matched = 0
      return .control(control)
    }
    var index = bytes.startIndex
    repeat {
      note(bytes[index])
      index += 1
    } while index < bytes.endIndex && control(bytes[index]) == nil
    defer { bytes = bytes[index...] }
    return .keys(bytes[..<index])
  }

  /// The key that a person presses who wants out of a paste that never ends: nothing else has come with it.
  func lone(in bytes: ArraySlice<UInt8>) -> ControlKey? {
    guard isInPaste, let first = bytes.first, bytes.allSatisfy({ $0 == first }) else { return nil }
    return controls[first].flatMap { $0 == .interrupt || $0 == .quit ? $0 : nil }
  }

  /// Bytes have come that may begin a paste.
  var isAtMark: Bool { matched > 0 || isInPaste }

  mutating func leavePaste() { (isInPaste, matched) = (false, 0) }

  private func control(_ byte: UInt8) -> ControlKey? { isInPaste ? nil : controls[byte] }

  private mutating func note(_ byte: UInt8) {
    let mark = isInPaste ? Self.end : Self.begin
    if byte == mark[matched] {
      matched += 1
    } else {
      // The first byte of a mark is found nowhere else in it.
      matched = byte == mark[0] ? 1 : 0
    }
    guard matched == mark.count else { return }
    isInPaste.toggle()
    matched = 0
  }
}
