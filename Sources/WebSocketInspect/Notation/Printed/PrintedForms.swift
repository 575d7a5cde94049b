/// Puts what languages and programs print around bytes into a form that the readers of lists and strings take.
///
/// Blanks are in the place of what is taken away, so that places in the text stay what they are; only a bracket that a form does not
/// have is added.
enum PrintedForms {
  /// The text in a plainer form, or as it is. Fails where a form is known, and is not whole bytes.
  static func plain(_ bytes: [UInt8]) throws(ParseError) -> [UInt8] {
    if let text = try BitSyntax.plain(bytes) { return text }
    if let text = try MachineInterface.plain(bytes) { return text }
    return CharacterValues.plain(bytes) ?? CharacterCalls.plain(bytes) ?? LoggedRequests.plain(bytes)
      ?? VectorLabels.plain(bytes) ?? bytes
  }
}

extension [UInt8] {
  /// Puts blanks in a range, but for line ends.
  mutating func blank(_ range: Range<Int>) {
    for index in range where self[index] != 0x0A { self[index] = 0x20 }
  }

  /// The place after the string that begins with a quote here; nil where it does not end.
  func endOfString(at start: Int) -> Int? {
    var index = start + 1
    while index < count, self[index] != self[start] { index += self[index] == 0x5C ? 2 : 1 }
    return index < count ? index + 1 : nil
  }

  /// The first place from `start` that has neither a blank nor a line end, or the end.
  func skipSpace(from start: Int) -> Int {
    var index = start
    while index < count, self[index].isBlank || self[index] == 0x0A { index += 1 }
    return index
  }
}
