/// The language of manual pages.
enum Mdoc {
  /// Text as the formatter reads it, with a line for each sentence.
  static func sentences(_ text: String) -> [String] {
    text.replacing(". ", with: ".\n").split(separator: "\n").map { escaped(String($0)) }
  }

  /// Words of a macro with "or" before the last, and a full stop.
  static func list(_ macro: String, _ words: [String]) -> [String] {
    guard let last = words.last, words.count > 1 else { return words.map { ".\(macro) \($0) ." } }
    return [".\(macro) \(words.dropLast().joined(separator: " , "))", "or", ".\(macro) \(last) ."]
  }

  /// Backslashes, options and a macro's dot as themselves.
  static func escaped(_ text: String) -> String {
    let plain = text.replacing("\\", with: "\\e").replacing("--", with: "\\-\\-").replacing(
      " -", with: " \\-"
    )
    .replacing("(-", with: "(\\-")
    return plain.hasPrefix(".") || plain.hasPrefix("'") ? "\\&" + plain : plain
  }
}
