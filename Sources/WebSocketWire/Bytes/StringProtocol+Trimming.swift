extension StringProtocol {
  /// Without the spaces and tabs around it, which HTTP calls optional white space (RFC 9110 5.6.3).
  func trimmingSpaces() -> String {
    let isSpace: (Character) -> Bool = { $0 == " " || $0 == "\t" }
    guard let last = lastIndex(where: { !isSpace($0) }) else { return "" }
    return String(self[...last].drop(while: isSpace))
  }
}
