import SystemCalls

/// Where received messages are written.
enum OutputTarget: Equatable {
  case standard
  /// The file at this path.
  case file(String)
  /// A file each, in the folder at this path.
  case folder(String)

  /// Whether messages are written somewhere else than on standard output.
  var isElsewhere: Bool { self != .standard }

  var isFolder: Bool { if case .folder = self { true } else { false } }

  /// Whether what is written there is seen on a terminal.
  func isTerminal(_ console: Console) -> Bool {
    switch self {
    case .standard: return console.outputIsTerminal
    case .folder: return false
    case .file(let path):
      guard FileStatus(following: path)?.kind == .characterDevice else { return false }
      let descriptor = open(path, O_WRONLY | O_NOCTTY | O_NONBLOCK | O_CLOEXEC)
      guard descriptor >= 0 else { return false }
      defer { close(descriptor) }
      return isatty(descriptor) == 1
    }
  }
}
