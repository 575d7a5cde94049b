import WebSocketWire

/// Words as a POSIX shell splits and quotes them, without its expansions (POSIX 2.2, Quoting).
enum ShellWords {
  /// The words of a line: single quotes, double quotes and backslashes are understood.
  static func split(_ line: String) throws(UsageError) -> [String] {
    var words: [String] = []
    var word: String.UnicodeScalarView?
    var rest = line.unicodeScalars[...]
    while let scalar = rest.popFirst() {
      switch scalar {
      case " ", "\t", "\n", "\r":
        if let complete = word { words.append(String(complete)) }
        word = nil
        continue
      default: break
      }
      var open = word ?? String.UnicodeScalarView()
      switch scalar {
      case "'": open += try singleQuoted(&rest)
      case "\"": open += try doubleQuoted(&rest)
      case "\\":
        guard let next = rest.popFirst() else {
          throw UsageError("a backslash at the end of the line escapes nothing")
        }
        if next != "\n" { open.append(next) }
      default: open.append(scalar)
      }
      word = open
    }
    if let complete = word { words.append(String(complete)) }
    return words
  }

  /// The text as one word of a shell: unchanged where nothing in it is special, else in single quotes.
  static func quote(_ text: String) -> String {
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

  private static func singleQuoted(
    _ rest: inout Substring.UnicodeScalarView
  ) throws(UsageError) -> [Unicode.Scalar] {
    var inside: [Unicode.Scalar] = []
    while let scalar = rest.popFirst() {
      if scalar == "'" { return inside }
      inside.append(scalar)
    }
    throw UsageError("a single quote is not closed")
  }

  private static func doubleQuoted(
    _ rest: inout Substring.UnicodeScalarView
  ) throws(UsageError) -> [Unicode.Scalar] {
    var inside: [Unicode.Scalar] = []
    while let scalar = rest.popFirst() {
      if scalar == "\"" { return inside }
      guard scalar == "\\", let next = rest.first else {
        inside.append(scalar)
        continue
      }
      switch next {
      case "$", "`", "\"", "\\": inside.append(next)
      case "\n": break
      default: inside += [scalar, next]
      }
      rest.removeFirst()
    }
    throw UsageError("a double quote is not closed")
  }
}
