/// A line below a row of od that shows each byte again, as a character or a number (`od -t x1 -t c`).
struct DumpCells {
  private let bytes: [UInt8]
  /// The cell of each byte, which ends where its digits do.
  private let cells: [Range<Int>]

  /// nil when the line is something else: its cells do not end where the bytes of the row do.
  init?(_ line: Range<Int>, below row: DumpOffset, in bytes: [UInt8]) {
    let start = row.digits.lowerBound - row.indent
    let pairs = bytes[row.body].split(whereSeparator: { $0.isBlank })
    guard row.delimiter == .blanks, pairs.allSatisfy({ $0.count == 2 }), !bytes.trimmed(line).isEmpty,
      bytes.trimmed(line).upperBound - line.lowerBound <= row.body.upperBound - start,
      bytes.trimmed(line).lowerBound - line.lowerBound > row.digits.upperBound - start
    else { return nil }
    var cells: [Range<Int>] = []
    var end = line.lowerBound + row.digits.count
    for pair in pairs {
      let next = min(line.lowerBound + (pair.endIndex - start), line.upperBound)
      cells.append(min(end, next)..<next)
      end = next
    }
    (self.bytes, self.cells) = (bytes, cells)
  }

  /// Bytes of the row above.
  var count: Int { cells.count }

  /// Fails at the first cell that shows another byte.
  func check(_ values: ArraySlice<UInt8>) throws(ParseError) {
    for (cell, value) in zip(cells, values) {
      let content = bytes.trimmed(cell)
      guard content.isEmpty ? value == 0x20 : Self.isShown(value, as: bytes[content]) else {
        throw ParseError(
          at: content.isEmpty ? cell.lowerBound : content.lowerBound, in: bytes,
          "\(Escaper.line(bytes: bytes[content])) does not show the byte above it", isCertain: true)
      }
    }
  }

  /// Whether a cell shows a byte as od does: `-t c` in octal, with escapes or as itself, `-t a` by its name without the highest
  /// bit, `-t u1`, `-t d1`.
  private static func isShown(_ value: UInt8, as cell: ArraySlice<UInt8>) -> Bool {
    let text = String(decoding: cell, as: UTF8.self)
    if cell.count == 1, let character = cell.first, character == value || character == value & 0x7F {
      return true
    }
    if let escape = escapes[text] { return escape == value }
    if let name = names.firstIndex(of: text) { return value & 0x7F == (name < 33 ? UInt8(name) : 0x7F) }
    return cell.count == 3 && UInt8(text, radix: 8) == value || UInt8(text) == value
      || Int8(text).map { UInt8(bitPattern: $0) } == value
  }

  private static let escapes: [String: UInt8] = [
    "\\0": 0, "\\a": 7, "\\b": 8, "\\t": 9, "\\n": 10, "\\v": 11, "\\f": 12, "\\r": 13,
  ]

  private static let names = [
    "nul", "soh", "stx", "etx", "eot", "enq", "ack", "bel", "bs", "ht", "nl", "vt", "ff", "cr", "so", "si",
    "dle",
    "dc1", "dc2", "dc3", "dc4", "nak", "syn", "etb", "can", "em", "sub", "esc", "fs", "gs", "rs", "us", "sp",
    "del",
  ]
}
