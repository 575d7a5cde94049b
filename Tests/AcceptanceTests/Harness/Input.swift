import Foundation
import TerminalTestSupport

/// What a child finds on its standard input.
enum Input: Sendable {
  /// `/dev/null`: empty from the start.
  case none
  /// A pipe with these bytes and then its end.
  case bytes(Data)
  /// A pipe that stays open until the test closes it.
  case held
  /// No descriptor 0 at all.
  case closed
  /// An open descriptor of the test's, which stays the test's.
  case descriptor(Int32)

  static func text(_ text: String) -> Input { .bytes(Data(text.utf8)) }

  /// What it is in the process.
  var stream: Spawn.Stream {
    switch self {
    case .none: .file("/dev/null")
    case .bytes, .held: .pipe
    case .closed: .closed
    case .descriptor(let descriptor): .descriptor(descriptor)
    }
  }
}
