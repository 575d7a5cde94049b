/// Says how much is shown of a text that comes in pieces.
///
/// A byte counts as a column, and one that is escaped as four, so that what is shown takes no more lines than asked for unless a character
/// needs a longer escape.
package struct PayloadMeter: Sendable {
  private let extent: PayloadExtent
  private let width: Int
  private var line = 1
  private var column = Self.indent
  private var bytes = 0
  /// Whether nothing more is shown.
  package private(set) var isFull = false

  /// The columns in front of each line.
  private static let indent = 2

  package init(_ extent: PayloadExtent, width: Int?) {
    self.extent = extent
    self.width = max(Self.indent + 4, width ?? PayloadExtent.usualWidth)
  }

  /// How many bytes from the start of the next piece are shown, without a part of a scalar at the end.
  package mutating func take(_ piece: UnsafeRawBufferPointer) -> Int {
    guard !isFull else { return 0 }
    let room = room(in: piece)
    isFull = room < piece.count
    let count = isFull ? PayloadExtent.whole(piece, room) : piece.count
    bytes += count
    return count
  }

  private mutating func room(in piece: UnsafeRawBufferPointer) -> Int {
    switch extent {
    case .bytes(let most): return min(piece.count, max(0, most - bytes))
    case .lines(let most):
      for (index, byte) in piece.enumerated() {
        let columns = byte < 0x20 || byte == 0x7F ? 4 : 1
        if byte == 0x0A || column + columns > width { (line, column) = (line + 1, Self.indent) }
        if line > most { return index }
        if byte != 0x0A { column += columns }
      }
      return piece.count
    }
  }
}
