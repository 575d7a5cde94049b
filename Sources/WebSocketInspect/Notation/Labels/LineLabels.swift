/// Reads lines of which each has words of its own in front of whole frames, as `RX: 81 00` and `TX: 82 00`.
enum LineLabels {
  private static let lineLimit = 1024

  /// nil where a line has something else. Fails where a count in one of them is wrong.
  static func read(
    _ bytes: [UInt8], with reader: ([UInt8], Bool) throws(ParseError) -> [UInt8]
  ) throws(ParseError) -> [UInt8]? {
    var values: [UInt8] = []
    // Empty lines in front keep the place of a failure.
    var number = 0
    var filled = 0
    for line in TextLines(bytes) {
      defer { number += 1 }
      if bytes.trimmed(line).isEmpty { continue }
      filled += 1
      guard number < lineLimit, line.count < 1 << 16 else { return nil }
      let text = [UInt8](repeating: 0x0A, count: number) + bytes[line]
      // A row of a dump has its place among others.
      if (try? OffsetDumpReader.read(text, expecting: true)).flatMap({ $0 }) != nil { return nil }
      if let whole = try? reader(text, true), FrameLikeness(whole) == .whole {
        values += whole
      } else if let labeled = try TextLabels.read(text, with: reader) {
        values += labeled
      } else {
        return nil
      }
    }
    guard filled > 1 else { return nil }
    try ComparisonDoubt.check(TextWords(bytes[...], dividedBy: ByteSet(":=")), in: bytes)
    return values
  }
}
