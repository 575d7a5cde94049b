import ArgumentParser
import WebSocketWire

/// What is text and what is binary, and how messages are told apart on standard output.
struct PipeOptions: ParsableArguments {
  @Flag(help: "Send binary messages instead of text.")
  var binary = false

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("line, nul, length32, raw, hex, base64 or jsonl.", valueName: "form"),
    completion: .list(OutputFraming.allCases.map(\.rawValue)), transform: OutputFraming.init(argument:))
  var out: OutputFraming?

  @OptionGroup var events: EventOptions
  @OptionGroup var form: RareOptions<MessageFormOptions>
  @OptionGroup var files: RareOptions<OutputFileOptions>

  /// How messages are told apart on standard output.
  var framing: OutputFraming { out ?? (form.options?.null == true ? .nul : .line) }

  /// How messages are written where they are given.
  func spelling() throws(Failure) -> MessageSpelling { try form.options?.spelling() ?? MessageSpelling() }

  /// What is sent where the options do not say: binary messages with `isBinary`.
  func kind(isBinary: Bool = false) throws(Failure) -> MessageKind {
    let isText = form.options?.text == true
    if binary, isText { throw Failure(.usage, "--binary and --text exclude each other") }
    let isBinary = isBinary || form.options?.hexLines == true || form.options?.base64 == true
    return binary || isBinary && !isText ? .binary : .text
  }

  /// Where received messages are written.
  func target() throws(Failure) -> OutputTarget {
    guard let files = files.options else { return .standard }
    if let split = files.split {
      if files.output != nil {
        throw Failure(
          .usage, "--split and --output both say where messages are written: one of them at a time")
      }
      if let out, out != .jsonl {
        throw Failure(
          .usage, "--split has a file for each message, so --out \(out.rawValue) cannot be combined with it")
      }
      return .folder(split)
    }
    guard let output = files.output, output != "-" else { return .standard }
    return .file(output)
  }

  /// What is written as JSON Lines, which can be asked for in two ways.
  var allEvents: EventOptions {
    var all = events
    all.json = events.json || out == .jsonl
    return all
  }
}

extension OutputFraming {
  /// Reads the value of `--out`.
  init(argument text: String) throws(ValueError) {
    guard let framing = OutputFraming(rawValue: text) else {
      throw ValueError(expected: "line, nul, length32, raw, hex, base64 or jsonl")
    }
    self = framing
  }
}
