/// A pasted text with one byte for each character, so that the place of any of them can be named.
///
/// What typography makes of plain characters is undone: curly quotes, long dashes, no-break spaces, full-width letters.
/// Lines of a box are `|`, `-` and `+`; zero-width characters and the colors of a terminal are left out.
struct SpelledText {
  /// Printable ASCII, tabs and line ends; `ellipsis`; and `other` for any other character.
  private(set) var bytes: [UInt8]

  /// A single character for "and so on".
  static let ellipsis: UInt8 = 0x85
  /// A character beyond ASCII that has no plain form.
  static let other: UInt8 = 0xFF

  /// nil when the input is not text: neither UTF-8 without control characters, nor UTF-16, nor UTF-8's place taken by the
  /// few characters that Windows-1252 has for typography.
  init?(_ input: [UInt8]) {
    if input.allSatisfy(Self.isPlain) {
      self.init(untranslated: input)
    } else if let units = UTF16Text(input) {
      self.init(scalars: units.text.unicodeScalars)
    } else if let text = String(validating: input, as: UTF8.self) {
      self.init(scalars: text.unicodeScalars)
    } else if let first = input.first, Self.isPlain(first) {
      self.init(scalars: input.lazy.map { WindowsText.scalar(of: $0) ?? "\0" })
    } else {
      return nil
    }
  }

  /// Bytes that are not text, each as it is.
  init(untranslated input: [UInt8]) { bytes = input }

  private init?(scalars: some Sequence<Unicode.Scalar>) {
    bytes = []
    bytes.reserveCapacity(scalars.underestimatedCount)
    var escape = TerminalEscape()
    for scalar in scalars where !escape.takes(scalar) {
      switch PlainForm(of: scalar, after: bytes.last) {
      case .character(let byte): bytes.append(byte)
      case .nothing: break
      case .control: return nil
      }
    }
    guard escape.isOutside else { return nil }
  }

  /// A character in a sentence.
  static func name(of byte: UInt8) -> String {
    byte == other ? "a character beyond ASCII" : Escaper.line(bytes: [byte])
  }

  /// What is at a place where bytes were left out.
  static func lack(at index: Int, in bytes: [UInt8]) -> String {
    bytes.has("??", at: index)
      ? "?? means a byte that is not known" : "an ellipsis means bytes that were left out"
  }

  private static func isPlain(_ byte: UInt8) -> Bool { 0x20...0x7E ~= byte || 0x09...0x0D ~= byte }
}
