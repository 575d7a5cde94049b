import WebSocketWire

/// Words as a POSIX shell splits and quotes them, without its expansions (POSIX 2.2, Quoting).
package enum ShellWords {
  /// The words of a line in UTF-8: single quotes, double quotes and backslashes are understood.
  static func split(_ line: ArraySlice<UInt8>) throws(UsageError) -> [String] {
    var words: [String] = []
    var word: [UInt8]?
    var rest = line
    while let byte = rest.first {
      if isBlank(byte) {
        if let complete = word { words.append(String(decoding: complete, as: UTF8.self)) }
        word = nil
        rest.removeFirst()
        continue
      }
      // Taken out, so that the word is not copied for each piece.
      var open = word ?? []
      word = nil
      try take(&rest, into: &open)
      word = open
    }
    if let complete = word { words.append(String(decoding: complete, as: UTF8.self)) }
    return words
  }

  /// Takes a quoted piece, an escaped character, or all up to the next that is special.
  private static func take(_ rest: inout ArraySlice<UInt8>, into word: inout [UInt8]) throws(UsageError) {
    switch rest.first {
    case 0x27: try takeSingleQuoted(&rest, into: &word)
    case 0x22: try takeDoubleQuoted(&rest, into: &word)
    case 0x5C:
      rest.removeFirst()
      guard let next = rest.popFirst() else {
        throw UsageError("a backslash at the end of the line escapes nothing")
      }
      if next != 0x0A { word.append(next) }
    default:
      let plain = rest.prefix { !isBlank($0) && $0 != 0x27 && $0 != 0x22 && $0 != 0x5C }
      word += plain
      rest = rest[plain.endIndex...]
    }
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
  }

  /// The text as one word of a shell: unchanged where nothing in it is special, else in single quotes.
  package static func quote(_ text: String) -> String {
    let isPlain = text.utf8.allSatisfy { byte in
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
      default: "_@%+=:,./-".utf8.contains(byte)
      }
    }
    if isPlain, !text.isEmpty { return text }
    var quoted = "'"
    for scalar in text.unicodeScalars {
      if scalar == "'" { quoted += "'\\''" } else { quoted.unicodeScalars.append(scalar) }
    }
    return quoted + "'"
  }

  private static func takeSingleQuoted(
    _ rest: inout ArraySlice<UInt8>, into word: inout [UInt8]
  ) throws(UsageError) {
    rest.removeFirst()
    guard let end = rest.firstIndex(of: 0x27) else { throw UsageError("a single quote is not closed") }
    word += rest[..<end]
    rest = rest[(end + 1)...]
  }

  private static func takeDoubleQuoted(
    _ rest: inout ArraySlice<UInt8>, into word: inout [UInt8]
  ) throws(UsageError) {
    rest.removeFirst()
    while true {
      let plain = rest.prefix { $0 != 0x22 && $0 != 0x5C }
      word += plain
      rest = rest[plain.endIndex...]
      guard let mark = rest.popFirst() else { break }
      if mark == 0x22 { return }
      guard let next = rest.popFirst() else { break }
      switch next {
      case 0x24, 0x60, 0x22, 0x5C: word.append(next)
      case 0x0A: break
      default: word += [mark, next]
      }
    }
    throw UsageError("a double quote is not closed")
  }
}
