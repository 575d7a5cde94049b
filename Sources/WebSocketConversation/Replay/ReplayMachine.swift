/// Decides when what one end did in a recording is done again, and when all that is awaited of the other end has come.
///
/// It has no clock and no socket: every input carries the time, which never goes back, and `wakeAt` says when it wants to hear `.time`.
package struct ReplayMachine: Sendable {
  /// When the next step is done.
  package enum Pace: Hashable, Sendable {
    /// At its time in the recording, where time passes this many times as fast.
    case recorded(speed: Double)
    /// When as many messages have come as had come before it.
    case lockstep
  }

  /// One thing that was done.
  package struct Step: Hashable, Sendable {
    /// When, since the connection opened.
    package let time: Duration
    /// How many messages of the other end came before.
    package let after: Int

    package init(at time: Duration, after: Int) { (self.time, self.after) = (time, after) }
  }

  package enum Input: Hashable, Sendable {
    /// The connection is open.
    case opened
    /// A message of the other end came.
    case message
    /// Time has passed.
    case time
    /// Whether time limits are paused, because what was sent before them has not left, or nothing is read.
    case held(Bool)
  }

  package enum Action: Hashable, Sendable {
    /// Do the step of this number, from 0.
    case perform(Int)
    /// All steps are done, and all messages that are awaited have come.
    case finished
    /// The message of this number did not come in time, from 1.
    case overdue(Int)
  }

  private let steps: [Step]
  private let last: Step
  private let arrivals: [Duration]
  private let pace: Pace
  private let limit: Duration
  private var place = 0
  private var received = 0
  /// When the connection opened; nil before that, and when all is over.
  private var opened: Duration?
  private var wait = HoldableDeadline()

  /// `last` is the end: it waits for its messages at any pace. `arrivals` are the times of the other end's messages since the opening, and
  /// `limit` is how much later than that, or at lockstep than the message before, one may come.
  package init(_ steps: [Step], last: Step, arrivals: [Duration], pace: Pace, limit: Duration) {
    (self.steps, self.last, self.arrivals) = (steps, last, arrivals)
    (self.pace, self.limit) = (pace, limit)
  }

  /// When it wants to hear `.time`; nil where it waits for no time.
  package var wakeAt: Duration? {
    guard let opened else { return nil }
    let next = place < steps.count ? steps[place] : last
    guard !isDue, let due = due(next.time, opened) else { return wait.due }
    return due
  }

  /// Whether the time of the next step had come when it was looked at last.
  private var isDue = false

  package mutating func handle(_ input: Input, at now: Duration) -> [Action] {
    switch input {
    case .opened: opened = now
    case .message:
      received += 1
      wait.stop()
    case .time: break
    case .held(let isHeld):
      wait.hold(isHeld, at: now)
      return []
    }
    return run(at: now)
  }

  /// The connection is over.
  package mutating func close() {
    opened = nil
    wait.stop()
  }

  private mutating func run(at now: Duration) -> [Action] {
    guard let opened else { return [] }
    var actions: [Action] = []
    while place < steps.count {
      guard isTime(steps[place], opened, now) else { return actions }
      if pace == .lockstep, received < steps[place].after { return actions + awaitMessage(opened, now) }
      wait.stop()
      actions.append(.perform(place))
      place += 1
    }
    guard isTime(last, opened, now) else { return actions }
    if received < last.after { return actions + awaitMessage(opened, now) }
    close()
    return actions + [.finished]
  }

  private mutating func isTime(_ step: Step, _ opened: Duration, _ now: Duration) -> Bool {
    isDue = due(step.time, opened).map { $0 <= now } ?? true
    return isDue
  }

  /// When something is due that was done at that time; nil where time says nothing.
  private func due(_ time: Duration, _ opened: Duration) -> Duration? {
    guard case .recorded(let speed) = pace else { return nil }
    return opened + time / speed
  }

  /// Waits for the next message.
  private mutating func awaitMessage(_ opened: Duration, _ now: Duration) -> [Action] {
    if !wait.hasBegun {
      let arrival = received < arrivals.count ? due(arrivals[received], opened) : nil
      wait.begin(limit + max(.zero, (arrival ?? now) - now), at: now)
    }
    guard wait.isOver(at: now) else { return [] }
    close()
    return [.overdue(received + 1)]
  }
}
