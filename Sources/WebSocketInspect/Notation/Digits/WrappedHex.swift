/// Hex inside the sign that a language or a database puts around it.
struct WrappedHex {
  /// Where the digits are.
  let range: Range<Int>
  /// How many bytes there are, where the text says so.
  let count: Int?
  /// Where something follows the value, of which nothing is read.
  let rest: Int?

  /// nil when the text is something else.
  init?(_ bytes: [UInt8]) {
    let all = bytes.trimmedLines(0..<bytes.count)
    let text = bytes[all]
    func starts(_ words: String) -> Bool { text.starts(with: words.utf8) }
    if starts("<Buffer ") || starts("<Buffer>"), text.last == 0x3E {
      (range, count, rest) = (all.lowerBound + 7..<all.upperBound - 1, nil, nil)
    } else if starts("\\x"), text.count >= 6, text.dropFirst(2).allSatisfy({ $0.hexValue != nil }) {
      (range, count, rest) = (all.lowerBound + 2..<all.upperBound, nil, nil)
    } else if starts("{") || starts("ArrayBuffer {"), let found = Self.property(in: bytes, of: all) {
      (range, count) = found
      let end = bytes[found.0.upperBound...].firstIndex(of: 0x7D) ?? all.upperBound - 1
      rest = bytes[(end + 1)..<max(end + 1, all.upperBound)].firstIndex {
        !$0.isBlank && !",;)".utf8.contains($0)
      }
    } else {
      return nil
    }
  }

  /// The digits of Swift's `{length = 7, bytes = 0x81056865 6c6c6f}` or Node's
  /// `ArrayBuffer { [Uint8Contents]: <81 05>, byteLength: 2 }`.
  private static func property(in bytes: [UInt8], of all: Range<Int>) -> (Range<Int>, Int?)? {
    guard all.count < 1 << 20 || bytes[all].prefix(64).contains(0x62) else { return nil }
    let (digits, end, length): (String, UInt8, String) =
      bytes[all.lowerBound] == 0x7B
      ? ("bytes = 0x", 0x7D, "length = ") : ("[Uint8Contents]: <", 0x3E, "byteLength: ")
    guard
      let start = place(
        after: digits, in: bytes, from: all.lowerBound, before: min(all.upperBound, all.lowerBound + 64)),
      let stop = bytes[start..<all.upperBound].firstIndex(of: end)
    else { return nil }
    let tail = end == 0x3E ? stop..<all.upperBound : all.lowerBound..<start
    let number = place(after: length, in: bytes, from: tail.lowerBound, before: tail.upperBound)
    let count = number.flatMap { Int(String(decoding: bytes[$0...].prefix { $0.isDecimal }, as: UTF8.self)) }
    return (start..<stop, count)
  }

  private static func place(after words: String, in bytes: [UInt8], from start: Int, before end: Int) -> Int?
  {
    let words = Array(words.utf8)
    guard end - start >= words.count else { return nil }
    return (start...end - words.count).first { bytes[$0...].starts(with: words) }.map { $0 + words.count }
  }
}
