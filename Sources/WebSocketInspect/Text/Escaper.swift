/// Makes text of a peer harmless for terminals and sentences.
///
/// Escaped is what `TerminalSafety` names, and every byte that is not UTF-8: `\n`, `\t`, `\r`, `\x1b` for the others
/// below U+0080, `\u{202e}` for a scalar above, `\xff` for a byte that is not text. Everything else stays as it is, a
/// backslash too, and so do the joiner (U+200D) and the selector U+FE0F within a sequence of emoji (UTS 51).
public enum Escaper {
  /// The text in one line.
  public static func line(_ text: String) -> String { line(bytes: text.utf8) }

  /// The bytes as text in one line.
  public static func line(bytes: some Sequence<UInt8>) -> String {
    var escaper = StreamEscaper(escapesLayout: true)
    let output = escaper.escape(Array(bytes).span.bytes) + escaper.finish()
    return String(decoding: output, as: UTF8.self)
  }
}
