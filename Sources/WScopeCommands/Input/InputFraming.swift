/// How standard input is cut into messages.
enum InputFraming: Equatable {
  /// A line each, without its end.
  case line
  /// Blocks of this many bytes, the last one shorter.
  case raw(Int)
  /// An object of JSON a line, as `--json` writes them.
  case jsonl

  /// Whether a line end cuts it.
  var hasLines: Bool { if case .raw = self { false } else { true } }
}
