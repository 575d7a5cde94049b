import SystemCalls
import WebSocketInspect
import WebSocketTransport

/// The three streams of a command, which of them is a terminal, and what the environment says. A test gives it its own.
struct Console: Sendable {
  /// Descriptors, which stay open as long as the console is used.
  let input: Int32
  let output: Int32
  let error: Int32
  let inputIsTerminal: Bool
  let outputIsTerminal: Bool
  let errorIsTerminal: Bool
  private let forbidsColour: Bool

  /// The streams of the process.
  init() { self.init(input: STDIN_FILENO, output: STDOUT_FILENO, error: STDERR_FILENO) }

  init(input: Int32, output: Int32, error: Int32) {
    (self.input, self.output, self.error) = (input, output, error)
    inputIsTerminal = isatty(input) == 1
    outputIsTerminal = isatty(output) == 1
    errorIsTerminal = isatty(error) == 1
    forbidsColour = Environment.value("NO_COLOR") != nil || Environment.value("TERM") == "dumb"
  }

  init(inputIsTerminal: Bool, outputIsTerminal: Bool, errorIsTerminal: Bool, forbidsColour: Bool = false) {
    (input, output, error) = (STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO)
    self.inputIsTerminal = inputIsTerminal
    self.outputIsTerminal = outputIsTerminal
    self.errorIsTerminal = errorIsTerminal
    self.forbidsColour = forbidsColour
  }

  /// Whether both ends are terminals: keys come from one, and there is one to draw on.
  var hasPrompt: Bool { inputIsTerminal && (outputIsTerminal || errorIsTerminal) }

  /// The descriptor of the terminal that a prompt is drawn on.
  var terminal: Int32 { outputIsTerminal ? output : error }

  /// The columns of the terminal that standard output is; nil where it is none.
  var outputColumns: Int? { outputIsTerminal ? Descriptor.columns(output) : nil }

  /// The same of standard error.
  var errorColumns: Int? { errorIsTerminal ? Descriptor.columns(error) : nil }

  /// The style for a stream, by what the user asked for and what the stream is (no-color.org).
  func style(_ choice: ColorMode, isTerminal: Bool) -> TextStyle {
    switch choice {
    case .always: TextStyle(isColored: true)
    case .never: TextStyle(isColored: false)
    case .auto: TextStyle(isColored: isTerminal && !forbidsColour)
    }
  }

  /// Writes all of it, at once, to standard output; where its reader has gone, the failure is one of status 0.
  func print(_ text: String) throws(Failure) { try print(Array(text.utf8)) }

  /// The same for bytes.
  func print(_ bytes: [UInt8]) throws(Failure) {
    let code = Descriptor.writeAll(output, bytes)
    if code == EPIPE { throw Failure(.done, "the reader of standard output has gone") }
    if code != 0 {
      throw Failure(.writeFailed, "standard output cannot be written: \(SystemError.words(code))")
    }
  }

  /// Writes to standard error, where it may be lost. Without waiting, a terminal that takes nothing is not written to.
  func complain(_ text: String, waits: Bool = true) {
    guard waits || Descriptor.hasRoom(error) else { return }
    _ = Descriptor.writeAll(error, Array(text.utf8))
  }
}
