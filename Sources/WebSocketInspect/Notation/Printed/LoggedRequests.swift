/// The lines that nginx and Apache write of requests, in which frames are escaped that came in the place of one.
enum LoggedRequests {
  /// The text with the strings of the requests alone; nil where a line is another one.
  static func plain(_ bytes: [UInt8]) -> [UInt8]? {
    guard bytes.contains(0x5D), bytes.contains("] \"".utf8) else { return nil }
    var text = bytes
    text.blank(0..<bytes.count)
    for line in TextLines(bytes) where !bytes.trimmed(line).isEmpty {
      guard let request = request(in: line, of: bytes) else { return nil }
      text.replaceSubrange(request, with: bytes[request])
    }
    return text
  }

  /// The string after an address, two names and a time, with a status of three digits after it.
  private static func request(in line: Range<Int>, of bytes: [UInt8]) -> Range<Int>? {
    let words = bytes[line].split(separator: 0x20, maxSplits: 3)
    guard words.count == 4, words[3].first == 0x5B, let close = words[3].firstIndex(of: 0x5D),
      bytes.has("] \"", at: close), let end = bytes.endOfString(at: close + 2), end < line.upperBound
    else { return nil }
    let status = bytes[end..<line.upperBound].dropFirst().prefix { $0 != 0x20 }
    guard bytes[end] == 0x20, status.count == 3, status.allSatisfy(\.isDecimal) else { return nil }
    return close + 2..<end
  }
}
