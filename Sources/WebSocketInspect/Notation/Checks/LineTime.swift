/// The times and dates that a line of a log begins with.
enum LineTime {
  private static let patterns = [
    "dddd-dd-dd", "dddd/dd/dd", "dd/dd/dddd", "dd.dd.dddd", "dd-dd dd:dd:dd", "dd:dd:dd", "dd:dd",
    "dddddddddd",
  ]

  /// Where one is at the beginning of a text, if what follows it is not joined to it.
  static func range(in bytes: [UInt8]) -> Range<Int>? {
    guard let start = bytes.firstIndex(where: { !$0.isBlank && $0 != 0x0A && $0 != 0x5B && $0 != 0x28 })
    else { return nil }
    for pattern in patterns {
      let end = start + pattern.utf8.count
      guard end <= bytes.count, matches(bytes[start..<end], pattern),
        end == bytes.count || bytes[end].isBlank || "\n,.])TZ".utf8.contains(bytes[end])
      else { continue }
      return start..<end
    }
    return nil
  }

  /// Whether a text in front of bytes is times, dates and addresses alone.
  static func isOnly(_ text: ArraySlice<UInt8>) -> Bool {
    let rest = PassedWords.withoutTimes(text)
    let words = rest.split { !$0.isLetter && !$0.isDecimal }.map { String(decoding: $0, as: UTF8.self) }
    if words.allSatisfy({ ["AM", "PM", "am", "pm", "T", "Z", "UTC"].contains($0) }) { return rest != text }
    let bytes = Array(text)
    guard let time = range(in: bytes) else { return false }
    return bytes[time.upperBound...].allSatisfy { !$0.isLetter && !$0.isDecimal }
  }

  /// Whether digits are where the pattern has a d, with an hour, a minute and a second that exist, or a year of this time.
  private static func matches(_ text: ArraySlice<UInt8>, _ pattern: String) -> Bool {
    guard zip(text, pattern.utf8).allSatisfy({ $1 == 0x64 ? $0.isDecimal : $0 == $1 }) else { return false }
    if pattern == "dddddddddd" { return text.starts(with: "1".utf8) && text.dropFirst().first ?? 0 > 0x34 }
    if pattern.hasPrefix("dddd") { return text.starts(with: "20".utf8) || text.starts(with: "19".utf8) }
    if pattern.hasSuffix("dddd") { return text.suffix(4).starts(with: "20".utf8) }
    let parts = text.split { !$0.isDecimal }.compactMap { Int(String(decoding: $0, as: UTF8.self)) }.suffix(3)
    return zip(parts.prefix(1), [24]).allSatisfy { $0 < $1 } && parts.dropFirst().allSatisfy { $0 < 60 }
  }
}
