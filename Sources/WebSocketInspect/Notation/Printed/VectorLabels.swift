/// The lines of a vector as R prints it, each with the number of its first element: `[1] 81 05`.
enum VectorLabels {
  /// The text without the numbers; nil where they are not those of the elements, or there is one line.
  static func plain(_ bytes: [UInt8]) -> [UInt8]? {
    guard bytes.contains("[1] ".utf8) else { return nil }
    var text = bytes
    var (lines, count) = (0, 0)
    for line in TextLines(bytes) {
      let content = bytes.trimmed(line)
      if content.isEmpty { continue }
      guard bytes[content.lowerBound] == 0x5B, let close = bytes[content].firstIndex(of: 0x5D),
        Int(String(decoding: bytes[content.lowerBound + 1..<close], as: UTF8.self)) == count + 1
      else { return nil }
      let words = bytes[close + 1..<content.upperBound].split(separator: 0x20)
      guard words.allSatisfy({ 1...3 ~= $0.count && $0.allSatisfy { $0.hexValue != nil } }) else {
        return nil
      }
      text.blank(content.lowerBound..<close + 1)
      (lines, count) = (lines + 1, count + words.count)
    }
    return lines > 1 ? text : nil
  }
}
