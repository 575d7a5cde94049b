/// Tells the keys that act at once from those of a line, and both from bracketed pastes, all of whose bytes are data.
struct KeyStream {
  enum Piece: Equatable {
    case keys(ArraySlice<UInt8>)
    case control(ControlKey)
    /// The text of a whole paste.
    case paste([UInt8])
  }

  var controls: [UInt8: ControlKey] = [:]
  private(set) var isInPaste = false
  /// What has come of the text of a paste, and of the mark that ends it.
  private var text: [UInt8] = []
  /// How many bytes of the mark that begins or ends a paste have come.
  private var matched = 0
  /// How many of them have been passed on as keys, because nothing followed them in time.
  private var released = 0

  private static let begin = Array("\u{1b}[200~".utf8)
  private static let end = Array("\u{1b}[201~".utf8)

  /// Takes the next piece off the bytes; nil when more must come first.
  mutating func take(from bytes: inout ArraySlice<UInt8>) -> Piece? {
    if isInPaste { return takePaste(from: &bytes) }
    guard let first = bytes.first else { return nil }
    if let control = controls[first] {
      let held = release()
      leavePaste()
      if !held.isEmpty { return .keys(held) }
      bytes.removeFirst()
      return .control(control)
    }
    let keys = takeKeys(from: &bytes)
    return keys.isEmpty ? take(from: &bytes) : .keys(keys[...])
  }

  /// How many bytes of an unfinished paste are here.
  var pastedCount: Int { text.count }

  /// Bytes are held back that may begin a paste.
  var isHolding: Bool { !isInPaste && matched > released }

  /// Only the first byte of the mark is held back, which is also the key Escape.
  var isHoldingEscape: Bool { isHolding && matched == 1 }

  /// Passes on the bytes that are held back; if the rest of the mark comes, a paste begins all the same.
  mutating func release() -> ArraySlice<UInt8> {
    guard isHolding else { return [] }
    defer { released = matched }
    return Self.begin[released..<matched]
  }

  /// Takes what is unfinished when nothing more can come.
  mutating func finish() -> Piece? {
    defer { leavePaste() }
    if isInPaste { return .paste(text) }
    let held = release()
    return held.isEmpty ? nil : .keys(held)
  }

  /// The key that these end with, where a person may have pressed it to leave a paste that never ends.
  func interrupt(endingIn bytes: ArraySlice<UInt8>) -> ControlKey? {
    bytes.last.flatMap { controls[$0] }.flatMap { $0 == .interrupt || $0 == .quit ? $0 : nil }
  }

  mutating func leavePaste() { (isInPaste, text, matched, released) = (false, [], 0, 0) }

  /// Takes keys up to one that acts, or to a paste.
  private mutating func takeKeys(from bytes: inout ArraySlice<UInt8>) -> [UInt8] {
    var keys: [UInt8] = []
    while !isInPaste, let byte = bytes.first, controls[byte] == nil {
      bytes.removeFirst()
      if byte == Self.begin[matched] {
        matched += 1
        isInPaste = matched == Self.begin.count
      } else {
        keys += release()
        // The first byte of a mark is found nowhere else in it.
        matched = byte == Self.begin[0] ? 1 : 0
        released = 0
        if matched == 0 { keys.append(byte) }
      }
    }
    if isInPaste { (matched, released) = (0, 0) }
    return keys
  }

  private mutating func takePaste(from bytes: inout ArraySlice<UInt8>) -> Piece? {
    while let byte = bytes.popFirst() {
      text.append(byte)
      matched = byte == Self.end[matched] ? matched + 1 : byte == Self.end[0] ? 1 : 0
      guard matched == Self.end.count else { continue }
      defer { leavePaste() }
      return .paste(Array(text.dropLast(Self.end.count)))
    }
    return nil
  }
}
