import TerminalTestSupport

/// Where one of a child's output descriptors leads.
enum Sink: Sendable {
  /// A pipe that is read to its end.
  case collected
  /// A pipe that no one reads until the test calls `Child.readOutput` or closes it.
  case unread
  /// A file opened for writing, such as `/dev/full`.
  case file(String)
  /// No descriptor at all.
  case closed
  /// An open descriptor of the test's, which stays the test's.
  case descriptor(Int32)

  /// What it is in the process.
  var stream: Spawn.Stream {
    switch self {
    case .collected, .unread: .pipe
    case .file(let path): .file(path)
    case .closed: .closed
    case .descriptor(let descriptor): .descriptor(descriptor)
    }
  }
}
