/// Refuses two values that a test compares, of which only one was on the wire.
enum ComparisonDoubt {
  private static let due: Set<String> = ["want", "wanted", "expect", "expected", "left"]
  private static let found: Set<String> = ["got", "actual", "received", "was", "right"]

  /// Fails where these words of a text name both what was expected and what came.
  static func check(_ words: some Sequence<ArraySlice<UInt8>>, in bytes: [UInt8]) throws(ParseError) {
    var hasDue = false
    var hasFound = false
    for word in words where word.count <= 8 {
      let name = String(decoding: word, as: UTF8.self).lowercased()
      hasDue = hasDue || due.contains(name)
      hasFound = hasFound || found.contains(name)
      if hasDue && hasFound { throw error(at: word.startIndex, in: bytes) }
    }
  }

  /// Fails where words or signs outside of the strings compare two lists or strings.
  static func check(_ tokens: [LiteralToken], in bytes: [UInt8]) throws(ParseError) {
    try check(tokens.lazy.filter { $0.kind == .word }.map { bytes[$0.range] }, in: bytes)
    var begins: Set<UInt8> = []
    for (token, next) in zip(tokens, tokens.dropFirst()) {
      guard case .sign(let sign) = token.kind else { continue }
      let place = token.range.lowerBound
      if sign == 0x3D || sign == 0x21, next.isSign("="), next.range.lowerBound == place + 1 {
        throw error(at: place, in: bytes)
      }
      // The marks of a diff.
      if place == 0 || bytes[place - 1] == 0x0A { begins.insert(sign) }
      if begins.isSuperset(of: [0x2B, 0x2D]) { throw error(at: place, in: bytes) }
    }
  }

  private static func error(at place: Int, in bytes: [UInt8]) -> ParseError {
    ParseError(
      at: place, in: bytes, "these seem to be two values that are compared; give one of them",
      lacksBytes: true)
  }
}
