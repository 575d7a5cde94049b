/// What a word can become.
public enum Completion: Sendable {
  /// Candidates; those that do not begin with the word are left out.
  case words([String])
  /// The names of files, as readline finds and quotes them.
  case fileNames
  case none
}
