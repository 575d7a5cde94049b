/// Makes text of a peer harmless for terminals and sentences.
///
/// Escaped are C0, DEL and C1, the bidirectional controls, U+2028, U+2029, and every byte that is not UTF-8: `\n`,
/// `\t`, `\r`, `\x1b` for the others below U+0080, `\u{202e}` for a scalar above, `\xff` for a byte that is no
/// text. Everything else stays as it is, a backslash too.
public enum Escaper {
  /// The text in one line.
  public static func line(_ text: String) -> String { line(bytes: text.utf8) }

  /// The bytes as text in one line.
  public static func line(bytes: some Sequence<UInt8>) -> String {
    var escaper = StreamEscaper(escapesLayout: true)
    let output = escaper.escape(Array(bytes).span.bytes) + escaper.finish()
    return String(decoding: output, as: UTF8.self)
  }

  /// Whether a terminal could be led astray by the scalar.
  static func mustEscape(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x00...0x1F, 0x7F...0x9F, 0x061C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069: true
    default: false
    }
  }
}
