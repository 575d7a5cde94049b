extension String {
  /// Between double quotes, with what `TerminalSafety` names escaped, so that a sentence can hold what a person typed.
  package var quoted: String {
    var quoted = "\""
    for scalar in unicodeScalars {
      switch scalar {
      case "\"", "\\": quoted += "\\\(scalar)"
      case "\n": quoted += "\\n"
      case "\t": quoted += "\\t"
      case "\r": quoted += "\\r"
      case _ where scalar.isASCII && TerminalSafety.mustEscape(scalar.value):
        quoted += "\\x" + Hex.byte(UInt8(truncatingIfNeeded: scalar.value))
      case _ where TerminalSafety.mustEscape(scalar.value):
        quoted += "\\u{\(String(scalar.value, radix: 16))}"
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}
