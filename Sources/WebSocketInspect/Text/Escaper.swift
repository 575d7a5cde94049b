/// Makes text of a peer harmless for terminals and sentences.
///
/// Escaped is what `TerminalSafety` names, and every byte that is not UTF-8: `\x1b` for what is below U+0080, a line feed and a tab too,
/// `\u{202e}` for a scalar above, `\xff` for a byte that is not text. Everything else stays as it is, a backslash too, and so do
/// the joiner (U+200D) and the selector U+FE0F within a sequence of emoji (UTS 51).
public enum Escaper {
  /// The text in one line, in which escapes may be already, such as a sentence.
  public static func line(_ text: String) -> String { line(bytes: text.utf8) }

  /// The bytes as text in one line.
  public static func line(bytes: some Sequence<UInt8>) -> String { line(bytes, isReversible: false) }

  /// Text of a peer in one line, which can be told from it: where the text itself spells an escape, its backslash is doubled.
  package static func exact(_ text: String) -> String { exact(bytes: text.utf8) }

  /// The same for bytes.
  package static func exact(bytes: some Sequence<UInt8>) -> String { line(bytes, isReversible: true) }

  private static func line(_ bytes: some Sequence<UInt8>, isReversible: Bool) -> String {
    var escaper = StreamEscaper(escapesLayout: true, isReversible: isReversible)
    let output = escaper.escape(Array(bytes).span.bytes) + escaper.finish()
    return String(decoding: output, as: UTF8.self)
  }
}
