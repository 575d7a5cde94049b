/// How much of a payload is shown.
package enum PayloadExtent: Hashable, Sendable {
  /// At most this many of its bytes.
  case bytes(Int)
  /// About as much as fits this many lines of the terminal.
  case lines(Int)

  /// How many bytes are shown of a text.
  func count(ofText text: UnsafeRawBufferPointer, width: Int?) -> Int {
    var meter = PayloadMeter(self, width: width)
    let count = meter.take(text)
    // A line end after the last line takes no line of its own.
    if case .lines = self, count == text.count - 1, text[count] == 0x0A { return text.count }
    return count
  }

  /// How many of this many bytes are shown where each 16 of them take `linesPerRow` lines.
  func count(ofDump total: Int, linesPerRow: Int) -> Int {
    switch self {
    case .bytes(let count): min(total, max(0, count))
    case .lines(let lines): min(total, max(1, lines / max(1, linesPerRow)) * HexDump.rowLength)
    }
  }

  /// The columns of a terminal whose width is not known.
  static let usualWidth = 80

  /// At most `count`, without a part of a scalar at the end.
  static func whole(_ text: UnsafeRawBufferPointer, _ count: Int) -> Int {
    guard count < text.count else { return text.count }
    var end = max(0, count)
    // A scalar has at most three bytes after its first one.
    for _ in 0..<3 where end > 0 && text[end] & 0xC0 == 0x80 { end -= 1 }
    return end
  }
}
