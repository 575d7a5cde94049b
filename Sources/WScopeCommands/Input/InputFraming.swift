/// How standard input is cut into messages.
enum InputFraming: Equatable {
  /// A line each, without its end.
  case line
  /// What is before each NUL.
  case nul
  /// The length in four bytes, the highest first, and that number of bytes.
  case length32
  /// All of it is one message.
  case whole
  /// What each read brings.
  case reads
  /// Blocks of this many bytes, the last one shorter.
  case raw(Int)
  /// An object of JSON a line, as `--json` writes them.
  case jsonl

  /// What one message of it is called.
  var part: StaticString {
    switch self {
    case .line, .jsonl: "line"
    case .nul, .length32, .whole: "message"
    case .reads, .raw: "block"
    }
  }

  /// Whether messages are bytes unless text is asked for.
  var isBinary: Bool {
    switch self {
    case .reads, .raw: true
    case .line, .nul, .length32, .whole, .jsonl: false
    }
  }
}
