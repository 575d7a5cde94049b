import WebSocketInspect
import WebSocketTransport
import WebSocketWire

/// How far a connect came that failed: the steps that were done, the one that was not, and the addresses that were tried.
enum ConnectSteps {
  /// Escaped, for a connect that was given up at this time.
  static func lines(_ error: ConnectError, at time: Duration) -> [String] {
    let done = error.phases.map(words)
    let last = error.phases.last?.end ?? error.start
    let failed = "\(error.phase.rawValue) failed after \(Formatting.duration(max(.zero, time - last)))"
    let line = "not connected to \(error.route.endpoint): \((done + [failed]).joined(separator: ", "))"
    return [Escaper.line(line)] + error.attempts.map { "  tried " + words($0) }
  }

  /// The step and how long it took.
  static func words(_ phase: Phase) -> String {
    "\(phase.name.rawValue) \(Formatting.duration(phase.duration))"
      + (phase.detail.map { " (\(Escaper.line($0)))" } ?? "")
  }

  private static func words(_ attempt: ConnectAttempt) -> String {
    let time = attempt.end.map { " after \(Formatting.duration($0 - attempt.start))" } ?? ""
    let words = attempt.failure.map { "failed\(time): \(Escaper.line($0))" }
    return "\(Escaper.line(attempt.address)): "
      + (words ?? (attempt.end == nil ? "no answer" : "connected\(time)"))
  }
}
