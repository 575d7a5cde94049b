/// The path and query of a URL as a request line holds them, made as WHATWG's URL standard does for its special schemes.
enum URLTarget {
  /// WHATWG's path percent-encode set, as far as it is visible ASCII.
  private static let inPath = "\"<>^`{}#?"
  /// WHATWG's special-query percent-encode set, as far as it is visible ASCII.
  private static let inQuery = "\"<>#'"

  /// Reads what follows the authority: nothing, or what begins with a slash, a backslash or a question mark.
  static func resource(_ bytes: ArraySlice<UInt8>) -> String {
    let path = bytes.prefix { $0 != 0x3F }
    let query = bytes[path.endIndex...]
    var text = "/" + segments(path.dropFirst()).joined(separator: "/")
    if !query.isEmpty { text += "?" + PercentEncoding.encoded(query.dropFirst(), reserved: inQuery) }
    return text
  }

  /// The same as it is written, but for the bytes that no request line holds.
  static func verbatim(_ bytes: ArraySlice<UInt8>) -> String {
    (bytes.first == 0x3F || bytes.isEmpty ? "/" : "") + PercentEncoding.encoded(bytes, reserved: "")
  }

  /// The parts of a path, in which `.` and `..` have done their work (RFC 3986 5.2.4).
  private static func segments(_ path: ArraySlice<UInt8>) -> [String] {
    let parts = path.split(omittingEmptySubsequences: false) { $0 == 0x2F || $0 == 0x5C }
    var segments: [String] = []
    for (index, part) in parts.enumerated() {
      let dots = Self.dots(part)
      if dots == 2 { _ = segments.popLast() }
      if dots == 0 {
        segments.append(PercentEncoding.encoded(part, reserved: inPath))
      } else if index == parts.count - 1 {
        segments.append("")
      }
    }
    return segments
  }

  /// 1 or 2 for a segment of this many dots, encoded or not, else 0.
  private static func dots(_ part: ArraySlice<UInt8>) -> Int {
    guard part.count <= 6 else { return 0 }
    let decoded = PercentEncoding.decoded(part)
    return decoded.count <= 2 && decoded.allSatisfy { $0 == 0x2E } ? decoded.count : 0
  }
}
