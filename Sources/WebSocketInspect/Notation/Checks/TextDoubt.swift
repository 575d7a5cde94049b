/// Refuses what was spelled in a string or with escapes, and is rather text than frames.
enum TextDoubt {
  /// Fails where `values`, of which `place` is the beginning in the text, are all printable, or were encoded as UTF-8 once more.
  static func check(_ values: [UInt8], at place: Int, in bytes: [UInt8]) throws(ParseError) {
    guard FrameLikeness(values) < .whole, let first = values.first else { return }
    if values.count > 2, values.allSatisfy({ 0x20...0x7E ~= $0 }), ForeignBytes.words(for: values) == nil {
      throw ParseError(
        at: place, in: bytes, "this is text in which no byte is escaped, and no frame", isCertain: true)
    }
    guard first == 0xC2 || first == 0xC3, let text = String(validating: values, as: UTF8.self),
      text.unicodeScalars.allSatisfy({ $0.value <= 0xFF }),
      FrameLikeness(text.unicodeScalars.map { UInt8($0.value) }) > .none
    else { return }
    throw ParseError(
      at: place, in: bytes, "these look like bytes that were encoded as UTF-8, where each above 7f takes two",
      isCertain: true)
  }
}
