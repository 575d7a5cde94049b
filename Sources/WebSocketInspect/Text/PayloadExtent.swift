/// How much of a payload is shown.
public enum PayloadExtent: Hashable, Sendable {
  /// At most this many of its bytes.
  case bytes(Int)
  /// About as much as fits this many lines of the terminal.
  case lines(Int)

  /// How many bytes from the start on are shown of a text, without a part of a scalar at the end. A byte counts as a column, and one
  /// that is escaped as four.
  func count(ofText text: UnsafeRawBufferPointer, width: Int?) -> Int {
    switch self {
    case .bytes(let count): return Self.whole(text, count)
    case .lines(let lines):
      let width = max(Self.indent + 1, width ?? Self.usualWidth)
      var (line, column) = (1, Self.indent)
      for (index, byte) in text.enumerated() {
        if byte == 0x0A {
          (line, column) = (line + 1, Self.indent)
        } else {
          let columns = byte < 0x20 || byte == 0x7F ? 4 : 1
          if column + columns > width { (line, column) = (line + 1, Self.indent) }
          column += columns
        }
        if line > lines { return Self.whole(text, index) }
      }
      return text.count
    }
  }

  /// How many bytes are shown where 16 of them take this many lines.
  func count(ofDump total: Int, linesPerRow: Int) -> Int {
    switch self {
    case .bytes(let count): min(total, max(0, count))
    case .lines(let lines): min(total, max(1, lines / max(1, linesPerRow)) * 16)
    }
  }

  /// The columns of a terminal whose width is not known.
  static let usualWidth = 80
  /// The columns in front of a payload's line.
  static let indent = 2

  /// At most `count`, with no part of a scalar at the end.
  static func whole(_ text: UnsafeRawBufferPointer, _ count: Int) -> Int {
    guard count < text.count else { return text.count }
    var end = max(0, count)
    // A scalar has three bytes after its first one at most.
    for _ in 0..<3 where end > 0 && text[end] & 0xC0 == 0x80 { end -= 1 }
    return end
  }
}
