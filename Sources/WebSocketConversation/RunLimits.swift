/// How long a run may last, whatever its conversation waits for.
public struct RunLimits: Hashable, Sendable {
  /// Without a message in either direction on the open connection; nil for no limit.
  public var idle: Duration?
  /// From the start of the run, connecting included; nil for no limit.
  public var total: Duration?

  public init(idle: Duration? = nil, total: Duration? = nil) {
    self.idle = idle
    self.total = total
  }
}

/// When the limits of a run are over; each is reported once.
struct RunDeadlines: Sendable {
  private let idle: Duration?
  private var total: Duration?
  private var idleDue: Duration?

  init(_ limits: RunLimits) {
    idle = limits.idle
    total = limits.total
  }

  /// The next time to look at.
  var next: Duration? {
    guard let total, let idleDue else { return total ?? idleDue }
    return min(total, idleDue)
  }

  /// A message began to move, or the connection opened.
  mutating func messageMoved(at now: Duration) { idleDue = idle.map { now + $0 } }

  /// There is no connection, or nothing is read from it, so silence means nothing.
  mutating func rest() { idleDue = nil }

  /// The verdict if a limit is over.
  mutating func verdict(at now: Duration) -> Verdict? {
    if let total, now >= total {
      self.total = nil
      return .timeIsUp(total)
    }
    guard let idle, let idleDue, now >= idleDue else { return nil }
    self.idleDue = nil
    return .idle(idle)
  }
}
