extension LineEditor {
  /// What the editor tells its owner, on its own thread.
  public enum Event: Sendable {
    /// A finished line, never empty, as it was typed or pasted; a pasted one may hold newlines.
    case line([UInt8])
    /// Ctrl-C on an empty line.
    case interrupted
    /// Ctrl-D on an empty line, or the terminal has gone, which is reported once.
    case endOfInput
    /// Another program holds this file of history locked: its lines are not here, and new ones are not kept until it lets go.
    case historyHeld(String)
    /// The queue was full and has room again.
    case room
  }
}
