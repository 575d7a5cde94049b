/// Runs a script on a connection: messages, pauses, what is waited for, and what is sent again and again or in answer.
///
/// It has no clock and no socket: every input carries the time, which never goes back, and `wakeAt` says when it wants to hear `.time`.
package struct ScriptMachine<Pattern: ScriptPattern>: Sendable {
  package enum Input: Hashable, Sendable {
    /// A connection is open, on which the script begins again.
    case opened
    case message([UInt8])
    /// Time has passed.
    case time
    /// Whether time limits are paused, because what was sent before them has not left, or nothing is read.
    case held(Bool)
  }

  package enum Action: Hashable, Sendable {
    /// Put this on the wire.
    case perform([UInt8], ScriptLine)
    /// All steps are done; what is sent again and again, or in answer, goes on.
    case finished
    /// What was waited for did not come.
    case failed(ScriptFailure)
  }

  private enum Phase {
    /// There has been no connection.
    case idle
    case running
    /// All steps are done.
    case finished
  }

  /// The steps of each connection.
  private let first: [ScriptStep<Pattern>]
  /// Those, and what was added on this connection.
  private var steps: [ScriptStep<Pattern>]
  private let limit: Duration
  private let given: [String: [UInt8]]
  private var values: [String: [UInt8]]
  private var place = 0
  private var phase = Phase.idle
  /// When the pause of this step is over; nil before it has begun.
  private var due: Duration?
  /// That of the wait of this step.
  private var wait = HoldableDeadline()
  /// What waits look for that came before the script was there, by their places.
  private var early: [Int: [String: [UInt8]]] = [:]
  private var timers: [(interval: Duration, due: Duration, line: ScriptLine)] = []
  private var answers: [(pattern: Pattern, line: ScriptLine)] = []
  private var latest: [[UInt8]] = []
  private var dropped = 0

  /// `limit` is how long a wait may take, and `values` the values that names have at the start.
  package init(_ steps: [ScriptStep<Pattern>], limit: Duration, values: [String: [UInt8]] = [:]) {
    first = steps
    self.steps = steps
    self.limit = limit
    given = values
    self.values = values
  }

  /// When it wants to hear `.time`; nil where it waits for none.
  package var wakeAt: Duration? {
    guard phase != .idle else { return nil }
    return (timers.map(\.due) + [due, wait.due].compactMap(\.self)).min()
  }

  /// Whether all steps are done.
  package var hasFinished: Bool { phase == .finished }

  /// Whether steps are left on the connection.
  package var hasSteps: Bool { phase == .running }

  /// What is waited for now, or would be next, and what came last, for the case that the connection ends.
  package var unmet: ScriptFailure? {
    guard phase == .running else { return nil }
    for next in place..<steps.count where early[next] == nil {
      guard case .await(_, let words) = steps[next] else { continue }
      return ScriptFailure(words: words, within: nil, latest: latest)
    }
    return nil
  }

  /// Whether it waits for a message now.
  package var isWaiting: Bool { phase == .running && wait.hasBegun }

  /// Fails where a pattern takes too much work.
  package mutating func handle(_ input: Input, at now: Duration) throws -> [Action] {
    var actions: [Action] = []
    switch input {
    case .opened: begin()
    case .message(let bytes):
      guard phase != .idle else { return [] }
      remember(bytes)
      for (pattern, line) in answers {
        guard let captures = try pattern.captures(in: bytes) else { continue }
        actions.append(perform(line, with: captures))
      }
      try look(at: bytes)
    case .time:
      guard phase != .idle else { return [] }
      for index in timers.indices where timers[index].due <= now {
        actions.append(perform(timers[index].line))
        // What was missed is not made up for.
        timers[index].due = now + timers[index].interval
      }
    case .held(let isHeld):
      wait.hold(isHeld, at: now)
      return []
    }
    return actions + run(at: now)
  }

  /// Adds a step after the others, on this connection alone.
  package mutating func append(_ step: ScriptStep<Pattern>, at now: Duration) -> [Action] {
    steps.append(step)
    if phase == .finished { phase = .running }
    return run(at: now)
  }

  /// How many lines were given up that were to be sent, since this was asked last.
  package mutating func takeDropped() -> Int {
    defer { dropped = 0 }
    return dropped
  }

  private mutating func drop() {
    guard phase == .running else { return }
    dropped += steps[place...].count { if case .line = $0 { true } else { false } }
  }

  /// The connection is over.
  package mutating func close() {
    drop()
    phase = .idle
  }

  /// Forgets the steps that are left: those that have begun do not end any more.
  package mutating func giveUp() {
    drop()
    (due, early) = (nil, [:])
    wait.stop()
    steps.removeSubrange(place...)
    if phase != .idle { phase = .finished }
  }

  /// Sends nothing again and again any more.
  package mutating func stopTimers() { timers = [] }

  /// Answers nothing any more.
  package mutating func stopAnswers() { answers = [] }

  private mutating func begin() {
    (place, due, early, phase) = (0, nil, [:], .running)
    wait = HoldableDeadline()
    (timers, answers, latest, values, steps) = ([], [], [], given, first)
  }

  private mutating func run(at now: Duration) -> [Action] {
    guard phase == .running else { return [] }
    var actions: [Action] = []
    while place < steps.count {
      switch steps[place] {
      case .line(let line): actions.append(perform(line))
      case .pause(let time):
        let end = due ?? now + time
        due = end
        guard end <= now else { return actions }
      case .await(_, let words):
        if let captures = early.removeValue(forKey: place) {
          wait.stop()
          // A number is a group of the latest wait alone.
          values = values.filter { !ScriptText.isNumber($0.key) }.merging(captures) { $1 }
        } else {
          if !wait.hasBegun { wait.begin(limit, at: now) }
          guard wait.isOver(at: now) else { return actions }
          giveUp()
          return actions + [.failed(ScriptFailure(words: words, within: limit, latest: latest))]
        }
      case .every(let interval, let line): timers.append((interval, now + interval, line))
      case .on(let pattern, let line): answers.append((pattern, line))
      case .stopTimers: timers = []
      case .stopAnswers: answers = []
      }
      (place, due) = (place + 1, nil)
    }
    phase = .finished
    return actions + [.finished]
  }

  private func perform(_ line: ScriptLine, with captures: [String: [UInt8]] = [:]) -> Action {
    .perform(line.text.filled(with: captures.isEmpty ? values : values.merging(captures) { $1 }), line)
  }

  /// Looks for what the next wait is for, which may come before the script is there, but not before what was to be sent first.
  private mutating func look(at bytes: [UInt8]) throws {
    var next = place
    while next < steps.count {
      switch steps[next] {
      case .line: return
      case .pause, .every, .on, .stopTimers, .stopAnswers: next += 1
      case .await(let pattern, _):
        guard early[next] == nil else {
          next += 1
          continue
        }
        guard let captures = try pattern.captures(in: bytes) else { return }
        early[next] = captures
        return
      }
    }
  }

  private mutating func remember(_ bytes: [UInt8]) {
    latest.append(Array(bytes.prefix(ScriptFailure.shown)))
    if latest.count > 3 { latest.removeFirst() }
  }
}
