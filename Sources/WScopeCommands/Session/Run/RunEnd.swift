/// The end of a run: its verdict, which is reported once, when all is written.
final class RunEnd {
  private enum Stage {
    case none
    /// There is a verdict, and the outputs are not written yet.
    case decided
    case told
  }

  private let outputs: RunOutputs
  private let tell: (Failure?) -> Void
  private var stage = Stage.none

  /// `tell` is called once.
  init(_ outputs: RunOutputs, tell: @escaping (Failure?) -> Void) {
    self.outputs = outputs
    self.tell = tell
  }

  /// Whether there is no verdict yet.
  var isOpen: Bool { if case .none = stage { true } else { false } }

  /// Takes the verdict, does what belongs to it, and tells it when the outputs are written; only the first counts.
  func decide(_ failure: Failure?, _ body: () -> Void) {
    guard isOpen else { return }
    stage = .decided
    body()
    outputs.flush()
    // A write may fail after the verdict, and then the job is not done after all.
    outputs.whenDrained { [self] in tellNow(failure ?? outputs.failure) }
  }

  /// Reports a verdict, even if something is left to be written.
  func tellNow(_ failure: Failure?) {
    if case .told = stage { return }
    stage = .told
    tell(failure)
  }
}
