import NIOCore
import WebSocketConversation

/// What brings messages over time, in front of standard input: a script, or a recording.
protocol ScriptedInput: AnyObject {
  /// The connection is open.
  func opened(at now: Duration)
  /// A whole message came.
  func received(_ message: [UInt8], at now: Duration)
  /// Whether time limits are paused, because what was sent before them has not left, or nothing is read.
  func hold(_ isHeld: Bool, at now: Duration)
  /// The connection is over, or the run: what was still waited for, if that is a failure.
  func stop() -> Failure?
}

extension ScriptRun: ScriptedInput {
  func opened(at now: Duration) { handle(.opened, at: now) }
  func received(_ message: [UInt8], at now: Duration) { handle(.message(message), at: now) }
}

extension InputPlan {
  /// What brings messages over time: the replay, or the script if there is one. `clock` tells the time of the run.
  func scripted(
    _ replay: ReplayRun?, on loop: NIOIsolatedEventLoop, clock: @escaping () -> Duration,
    act: @escaping (ScriptRun.Event) -> Void
  ) -> (any ScriptedInput)? {
    if let replay { return replay.start(for: ReplayRun.Owner(loop: loop, clock: clock, act: act)) }
    return script.map { ScriptRun($0, spelling: spelling, on: loop, clock: clock, act: act) }
  }
}
