import ArgumentParser
import WebSocketWire

/// The value of `--in`: `line`, or `raw=SIZE`.
struct InputForm: ExpressibleByArgument, CustomStringConvertible {
  static let line = InputForm(framing: .line)

  let framing: InputFraming

  var description: String {
    switch framing {
    case .line: "line"
    case .raw(let size): "raw=\(size)"
    }
  }

  private init(framing: InputFraming) { self.framing = framing }

  init?(argument: String) {
    if argument == "line" {
      framing = .line
    } else if argument.hasPrefix("raw="), let size = ByteCount(argument: String(argument.dropFirst(4))),
      size.value > 0
    {
      framing = .raw(Int(clamping: size.value))
    } else {
      return nil
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
