import WebSocketWire

/// The value of `--in`.
struct InputForm {
  static let line = InputForm(framing: .line)

  let framing: InputFraming

  init(framing: InputFraming) { self.framing = framing }

  init(argument: String) throws(ValueError) {
    let plain: [String: InputFraming] = [
      "line": .line, "nul": .nul, "length32": .length32, "whole": .whole, "raw": .reads, "jsonl": .jsonl,
    ]
    if let named = plain[argument] {
      framing = named
    } else if argument.hasPrefix("raw="), let size = try? ByteCount(argument: String(argument.dropFirst(4))),
      size.value > 0
    {
      framing = .raw(Int(clamping: size.value))
    } else {
      throw ValueError(
        expected: "line, nul, length32, whole, raw, jsonl, or raw=SIZE with a size of 1 byte or more")
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
