/// Reads a long list of decimal numbers in one pass, which tokens would take much memory for.
enum PlainList {
  /// nil unless the text is numbers with commas or blanks between them, in brackets or in none, and they can only be decimal:
  /// one of them has three digits, one has fewer, none begins with a zero, and all are bytes. A gap without a comma among
  /// commas is for others to judge.
  static func read(_ bytes: [UInt8], expecting frames: Bool) -> [UInt8]? {
    var range = bytes.trimmedLines(0..<bytes.count)
    guard range.count > 2 else { return nil }
    if let close = closings[bytes[range.lowerBound]] {
      guard bytes[range.upperBound - 1] == close else { return nil }
      range = range.lowerBound + 1..<range.upperBound - 1
    }
    var values: [UInt8] = []
    var (hasThree, hasFewer) = (false, false)
    var (hasCommas, hasGaps) = (false, false)
    /// Whether a number has a digit that is not octal, or a sign.
    var hasOthers = false
    var index = range.lowerBound
    while index < range.upperBound {
      let gap = bytes[index..<range.upperBound].prefix { $0.isBlank || $0 == 0x0A || $0 == 0x2C }
      if !gap.isEmpty {
        index = gap.endIndex
        if gap.contains(0x2C) {
          hasCommas = true
        } else if index < range.upperBound, !values.isEmpty, !gap.contains(0x0A) {
          hasGaps = true
        }
        continue
      }
      let byte = bytes[index]
      let start = byte == 0x2D ? index + 1 : index
      var end = start
      while end < range.upperBound, bytes[end].isDecimal { end += 1 }
      guard let value = NumberRadix.value(bytes[index..<end], base: 10),
        bytes[start] != 0x30 || end - start == 1,
        end == range.upperBound || bytes[end].isBlank || bytes[end] == 0x0A || bytes[end] == 0x2C
      else { return nil }
      values.append(value)
      if !hasOthers { hasOthers = !bytes[index..<end].allSatisfy { 0x30...0x37 ~= $0 } }
      if end - start == 3 { hasThree = true } else { hasFewer = true }
      index = end
    }
    guard hasThree, hasFewer, !(hasCommas && hasGaps) else { return nil }
    // What is not a frame may be octal, or a set in braces.
    let mayBeOther =
      !hasOthers || values.count <= 256 && bytes[range.lowerBound - (range.lowerBound > 0 ? 1 : 0)] == 0x7B
    return frames && mayBeOther && FrameLikeness(values) < .whole ? nil : values
  }

  private static let closings: [UInt8: UInt8] = [0x5B: 0x5D, 0x7B: 0x7D, 0x28: 0x29]
}
