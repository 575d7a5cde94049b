extension LineEditor {
  /// What the editor tells its owner, on its own thread.
  public enum Event: Sendable {
    /// A finished line, never empty, as it was typed or pasted; a pasted one may hold newlines.
    case line([UInt8])
    /// Ctrl-C on an empty line.
    case interrupted
    /// Ctrl-D on an empty line, or the terminal has gone, which is reported once.
    case endOfInput
    /// The lines of this file of history are not here, and new ones are not kept as long as the cause lasts.
    case historyUnused(String, HistoryTrouble)
    /// What was pasted or yanked is not in the line, which would have been longer than `limit`, in bytes.
    case lineFull(limit: Int)
    /// The queue was full and has room again.
    case room
  }
}
