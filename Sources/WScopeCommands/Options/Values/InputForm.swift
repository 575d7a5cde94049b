import WebSocketWire

/// The value of `--in`: `line`, `raw=SIZE` or `jsonl`.
struct InputForm {
  static let line = InputForm(framing: .line)

  let framing: InputFraming

  private init(framing: InputFraming) { self.framing = framing }

  init(argument: String) throws(ValueError) {
    if argument == "line" {
      framing = .line
    } else if argument == "jsonl" {
      framing = .jsonl
    } else if argument.hasPrefix("raw="), let size = try? ByteCount(argument: String(argument.dropFirst(4))),
      size.value > 0
    {
      framing = .raw(Int(clamping: size.value))
    } else {
      throw ValueError(expected: "line, jsonl, or raw=SIZE with a size of 1 byte or more")
    }
  }

  /// Cuts messages of at most `limit` bytes.
  func splitter(kind: MessageKind, limit: Int) throws(Failure) -> InputSplitter {
    if case .raw(let size) = framing, size > limit {
      throw Failure(
        .usage, "--in raw=\(size) is more than the \(limit) bytes that are held", hint: "raise --max-message")
    }
    return InputSplitter(framing: framing, kind: kind, limit: limit)
  }
}
