import SystemCalls
import WebSocketInspect
import WebSocketTransport
import WebSocketWire

/// Gathers the messages of a one-shot from where the arguments point to.
struct MessageReader {
  let kind: MessageKind
  /// The kind of what is given as hex or base64.
  let dataKind: MessageKind
  /// The most bytes of one message.
  let limit: Int

  /// Positionals, then files, then hex, then base64; `-` is all of standard input.
  func messages(
    positional: [String], files: [String], hex: [String], base64: [String]
  ) throws(Failure) -> [OutgoingMessage] {
    var all: [OutgoingMessage] = []
    for (index, text) in positional.enumerated() {
      let fromInput = text == "-"
      all.append(
        OutgoingMessage(
          kind: kind, content: fromInput ? try read("-") : .bytes(Array(text.utf8)),
          origin: fromInput ? "standard input" : "message \(index + 1)"))
    }
    for path in files {
      all.append(
        OutgoingMessage(kind: kind, content: try read(path), origin: path == "-" ? "standard input" : path))
    }
    for text in hex { all.append(try decode(text, .hex, "--hex-data")) }
    for text in base64 { all.append(try decode(text, .base64, "--base64-data")) }
    return all
  }

  private func decode(_ text: String, _ notation: ByteNotation, _ option: String) throws(Failure)
    -> OutgoingMessage
  {
    do {
      return OutgoingMessage(kind: dataKind, bytes: try notation.read(Array(text.utf8)), origin: option)
    } catch {
      throw Failure(.badData, "\(option): \(Escaper.line(error.sentence))")
    }
  }

  /// A file of a known size passes through; of anything else the end is not known before it is there, so it is held.
  private func read(_ path: String) throws(Failure) -> OutgoingMessage.Content {
    if let file = try OutgoingFile(path) { return .file(file) }
    return .bytes(try FileReader.read(path, limit: limit, hint: "raise --max-message"))
  }
}
