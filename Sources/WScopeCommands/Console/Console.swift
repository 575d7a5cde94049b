import SystemCalls
import WebSocketInspect
import WebSocketTransport

/// What the program was started with: which of its streams is a terminal, and what the environment says.
struct Console: Sendable {
  let inputIsTerminal: Bool
  let outputIsTerminal: Bool
  let errorIsTerminal: Bool
  private let forbidsColour: Bool

  init() {
    inputIsTerminal = isatty(STDIN_FILENO) == 1
    outputIsTerminal = isatty(STDOUT_FILENO) == 1
    errorIsTerminal = isatty(STDERR_FILENO) == 1
    forbidsColour = Self.variable("NO_COLOR") != nil || Self.variable("TERM") == "dumb"
  }

  init(inputIsTerminal: Bool, outputIsTerminal: Bool, errorIsTerminal: Bool, forbidsColour: Bool = false) {
    self.inputIsTerminal = inputIsTerminal
    self.outputIsTerminal = outputIsTerminal
    self.errorIsTerminal = errorIsTerminal
    self.forbidsColour = forbidsColour
  }

  /// Whether a person sits at both ends: keys come from a terminal, and there is one to draw on.
  var hasPrompt: Bool { inputIsTerminal && (outputIsTerminal || errorIsTerminal) }

  /// The descriptor of the terminal that a prompt is drawn on.
  var terminal: Int32 { outputIsTerminal ? STDOUT_FILENO : STDERR_FILENO }

  /// The columns of the terminal that standard output is; nil where it is none.
  var outputColumns: Int? { outputIsTerminal ? Descriptor.columns(STDOUT_FILENO) : nil }

  /// The same of standard error.
  var errorColumns: Int? { errorIsTerminal ? Descriptor.columns(STDERR_FILENO) : nil }

  /// The style for a stream, by what the user asked for and what the stream is (no-color.org).
  func style(_ choice: ColorMode, isTerminal: Bool) -> Style {
    switch choice {
    case .always: Style(isColored: true)
    case .never: Style(isColored: false)
    case .auto: Style(isColored: isTerminal && !forbidsColour)
    }
  }

  /// Writes all of it, at once, to standard output; a closed pipe is a quiet end of the program.
  func print(_ text: String) throws(Failure) { try print(Array(text.utf8)) }

  /// Writes all of it, at once, to standard output.
  func print(_ bytes: [UInt8]) throws(Failure) {
    let error = Descriptor.writeAll(STDOUT_FILENO, bytes)
    if error == EPIPE { exit(ExitStatus.done.rawValue) }
    if error != 0 {
      throw Failure(.writeFailed, "standard output cannot be written: \(SystemError.words(error))")
    }
  }

  /// Writes to standard error, where it may be lost. Without waiting, a terminal that takes nothing is not written to.
  func complain(_ text: String, waits: Bool = true) {
    guard waits || Descriptor.hasRoom(STDERR_FILENO) else { return }
    _ = Descriptor.writeAll(STDERR_FILENO, Array(text.utf8))
  }

  /// A variable that is set and not empty.
  private static func variable(_ name: String) -> String? {
    guard let value = getenv(name), value.pointee != 0 else { return nil }
    return String(cString: value)
  }
}
