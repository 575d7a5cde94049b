extension String {
  /// Between double quotes, with what `TerminalSafety` names escaped, so that a sentence can hold what a person typed or a peer sent.
  ///
  /// A quote in it has a backslash in front. Its own backslashes are doubled only where they would be read otherwise: in front of a
  /// quote, of an escape, of what reads like one, and at the end.
  package var quoted: String {
    var quoted = "\""
    var backslashes = 0
    let scalars = unicodeScalars
    for index in scalars.indices {
      let scalar = scalars[index]
      if scalar == "\\" {
        backslashes += 1
        continue
      }
      let escape = Self.escape(of: scalar)
      let isDoubled = escape != nil || backslashes > 0 && Self.readsLikeEscape(scalars[index...])
      quoted += String(repeating: "\\", count: isDoubled ? 2 * backslashes : backslashes)
      backslashes = 0
      if let escape { quoted += escape } else { quoted.unicodeScalars.append(scalar) }
    }
    return quoted + String(repeating: "\\", count: 2 * backslashes) + "\""
  }

  /// How a scalar is spelled in quotes that cannot be there as it is.
  private static func escape(of scalar: Unicode.Scalar) -> String? {
    if scalar == "\"" { return "\\\"" }
    guard TerminalSafety.mustEscape(scalar.value) else { return nil }
    return scalar.isASCII
      ? "\\x" + Hex.byte(UInt8(truncatingIfNeeded: scalar.value)) : "\\u{\(String(scalar.value, radix: 16))}"
  }

  /// Whether after a backslash this would be `\xHH` or `\u{`.
  private static func readsLikeEscape(_ rest: Substring.UnicodeScalarView) -> Bool {
    let next = rest.dropFirst()
    return switch rest.first {
    case "x": next.prefix(2).count == 2 && next.prefix(2).allSatisfy { $0.properties.isASCIIHexDigit }
    case "u": next.first == "{"
    default: false
    }
  }
}
