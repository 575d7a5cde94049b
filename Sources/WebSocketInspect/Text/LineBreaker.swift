/// Breaks text where a terminal would, and indents what follows, so that nothing of a message begins in the first column, where
/// the program's own lines begin.
///
/// The text may come in pieces of whole scalars, as `StreamEscaper` gives them.
package struct LineBreaker: Sendable {
  /// Where the next character goes, from 0.
  private(set) var column: Int
  private var isAtLineStart = false

  /// `column` is where the text begins.
  package init(column: Int = 0) { self.column = column }

  /// The line was ended by someone else, and more of the text may follow.
  package mutating func endLine() { isAtLineStart = true }

  /// Writes the next piece for a terminal of this many columns; without one, lines are broken at line feeds alone.
  package mutating func write(_ text: [UInt8], width: Int?, into output: inout [UInt8]) {
    text.withUnsafeBytes { write($0, width: width, into: &output) }
  }

  private mutating func write(_ text: UnsafeRawBufferPointer, width: Int?, into output: inout [UInt8]) {
    // A terminal of one or two columns has no room for an indent.
    let indent = min(Self.indent, (width ?? .max) / 3)
    func begin() {
      output.append(contentsOf: repeatElement(0x20, count: indent))
      column = indent
      isAtLineStart = false
    }
    var index = 0
    while index < text.count {
      if isAtLineStart { begin() }
      if text[index] == 0x0A {
        output.append(0x0A)
        isAtLineStart = true
        index += 1
        continue
      }
      var (count, columns) = Self.measure(text, at: index, column: column)
      if let width, column + columns > width, column > indent {
        output.append(0x0A)
        begin()
        // A tab is as wide as its place makes it.
        (count, columns) = Self.measure(text, at: index, column: column)
      }
      output.append(contentsOf: UnsafeRawBufferPointer(rebasing: text[index..<index + count]))
      column += columns
      index += count
    }
  }

  private static let indent = 2

  /// How many bytes the scalar at `index` has, and how many columns it takes at most.
  private static func measure(
    _ text: UnsafeRawBufferPointer, at index: Int, column: Int
  ) -> (count: Int, columns: Int) {
    let byte = text[index]
    if byte == 0x09 { return (1, 8 - column % 8) }
    guard byte >= 0xC2 else { return (1, byte & 0xC0 == 0x80 ? 0 : 1) }
    let count = min(byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : 2, text.count - index)
    var scalar = UInt32(byte) & (0xFF >> UInt32(count + 1))
    for place in 1..<max(count, 1) { scalar = scalar << 6 | UInt32(text[index + place]) & 0x3F }
    // Some terminals give a character with this selector two columns, and others one.
    return (count, scalar == 0xFE0F ? 1 : TextWidth.columns(of: scalar))
  }
}
