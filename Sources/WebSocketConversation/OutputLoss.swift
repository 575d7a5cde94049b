/// Why the output is gone.
public enum OutputLoss: Hashable, Sendable {
  /// The reader of a pipe has what it wanted: a quiet end.
  case brokenPipe
  /// A write failed, with this `errno`.
  case failed(Int32)
}
