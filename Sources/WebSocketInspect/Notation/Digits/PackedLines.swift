/// Packed hex digits in lines of an odd length, where the digits of a byte can be in two lines.
enum PackedLines {
  /// nil when the text is something else. Fails where the last digit is alone.
  static func read(_ bytes: [UInt8]) throws(ParseError) -> [UInt8]? {
    var digits: [UInt8] = []
    var width = 0
    var isEnded = false
    for line in TextLines(bytes) {
      let content = bytes.trimmed(line)
      if content.isEmpty { continue }
      guard !isEnded,
        bytes.skipHex(from: content.lowerBound, before: content.upperBound) == content.upperBound
      else { return nil }
      if width == 0 { width = content.count }
      // Shorter lines are numbers, one a line.
      guard width >= 5, !width.isMultiple(of: 2), content.count <= width else { return nil }
      isEnded = content.count < width
      digits += bytes[content]
    }
    guard digits.count > width else { return nil }
    guard digits.count.isMultiple(of: 2) else {
      let last = bytes.lastIndex { $0.hexValue != nil } ?? 0
      throw ParseError(
        at: last, in: bytes, "this digit is alone, and a byte has two: there are \(digits.count) digits",
        isCertain: true)
    }
    return stride(from: 0, to: digits.count, by: 2).map { index in
      (digits[index].hexValue ?? 0) << 4 | (digits[index + 1].hexValue ?? 0)
    }
  }
}
