import CReadline

/// Where readline's prompt and line are on a screen of this many columns.
struct LineLayout {
  private let columns: Int
  /// Rows below the first.
  private(set) var row = 0
  private var column = 0

  init(columns: Int) {
    self.columns = columns
  }

  /// Lays out more text, in the process's character encoding.
  mutating func append(_ text: [UInt8]) {
    var rest = text[...]
    while let first = rest.first {
      var (character, width) = (wchar_t(), Int32())
      let count = rest.withUnsafeBytes { bytes in
        creadline_measure(bytes.bindMemory(to: CChar.self).baseAddress, bytes.count, &character, &width)
      }
      rest = rest.dropFirst(max(1, count))
      switch first {
      case 9: place(8 - column % 8)
      case 10: (row, column) = (row + 1, 0)
      case 0..<32, 127: place(2)
      default: place(count == 0 ? 4 : Int(max(0, width)))
      }
    }
  }

  /// Makes room for what follows: a full row is left only then.
  mutating func finish(hasMore: Bool) {
    if hasMore, column >= columns { (row, column) = (row + 1, 0) }
  }

  private mutating func place(_ width: Int) {
    if column + width > columns { (row, column) = (row + 1, 0) }
    column += width
  }
}
