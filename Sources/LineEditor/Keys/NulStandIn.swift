/// A character in place of each NUL of a paste, because readline's line is a C string.
///
/// It is U+2400, SYMBOL FOR NULL, or one of private use where the line or the paste has that one itself. A U+2400 that is typed
/// into a line that holds a pasted NUL is one more.
struct NulStandIn {
  private var mark: [UInt8]?

  /// All of them have three bytes in UTF-8, so that one can take the place of another.
  private static var candidates: some Sequence<[UInt8]> {
    [0x2400...0x2400, 0xE000...0xF8FF].joined().lazy.compactMap { (value: UInt32) in
      Unicode.Scalar(value).map { Array(String($0).utf8) }
    }
  }

  /// The text as it can be in the line, and the line again where its own marks had to change; nil if no character is left.
  mutating func hide(_ text: [UInt8], in line: [UInt8]) -> (text: [UInt8], line: [UInt8]?)? {
    if let mark, !text.contains(mark) {
      return (text.contains(0) ? Self.swap([0], mark, in: text) : text, nil)
    }
    guard mark != nil || text.contains(0) else { return (text, nil) }
    guard let new = Self.candidates.first(where: { !text.contains($0) && !line.contains($0) }) else {
      return nil
    }
    let old = mark
    mark = new
    return (Self.swap([0], new, in: text), old.map { Self.swap($0, new, in: line) })
  }

  /// The line with its NULs.
  func reveal(_ line: [UInt8]) -> [UInt8] { mark.map { Self.swap($0, [0], in: line) } ?? line }

  private static func swap(_ old: [UInt8], _ new: [UInt8], in text: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(text.count)
    var index = 0
    while index < text.count {
      if text[index] == old[0], text[index...].starts(with: old) {
        result += new
        index += old.count
      } else {
        result.append(text[index])
        index += 1
      }
    }
    return result
  }
}
