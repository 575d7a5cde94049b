import NIOCore
import WebSocketCapture
import WebSocketConversation
import WebSocketInspect
import WebSocketWire

/// A recording that is sent again on a connection, and compared with what comes.
final class ReplayRun: ScriptedInput {
  /// What one run of it needs of its owner.
  struct Owner {
    let loop: NIOIsolatedEventLoop
    let clock: () -> Duration
    let act: (ScriptRun.Event) -> Void
  }

  private let plan: ReplayPlan
  private var machine: ReplayMachine
  private var diff: RecordingDiff
  private var expected: ArraySlice<ComparedItem>
  private var joiner: ItemJoiner
  private let view: DiffView
  private let output: any ByteOutput
  /// Set once, before anything happens.
  private var owner: Owner?
  private var timer: WakeTimer?
  private var isOverdue = false

  /// What differs is written to `output`.
  init(_ plan: ReplayPlan, to output: any ByteOutput) {
    (self.plan, self.output) = (plan, output)
    machine = plan.machine
    diff = RecordingDiff(plan.comparison)
    expected = plan.part.expected[...]
    joiner = ItemJoiner(byFrame: false, limit: plan.messageLimit, senders: [.server])
    view = DiffView(
      output, plan.comparison, names: .replay, byFrame: false, style: plan.style, width: plan.width,
      limit: plan.showsAll ? nil : 1)
  }

  /// What the connection is read by.
  private(set) lazy var sink: any TraceSink = FrameCollector(limit: plan.messageLimit) {
    [unowned self] in take($0)
  }

  /// Begins to work for an owner.
  func start(for owner: Owner) -> ReplayRun {
    self.owner = owner
    timer = WakeTimer(on: owner.loop) { [unowned self] in handle(.time, at: owner.clock()) }
    return self
  }

  func opened(at now: Duration) { handle(.opened, at: now) }

  /// It reads the connection by its sink.
  func received(_ message: [UInt8], at now: Duration) {}

  func hold(_ isHeld: Bool, at now: Duration) { handle(.held(isHeld), at: now) }

  func stop() -> Failure? {
    timer?.stop()
    machine.close()
    return nil
  }

  private func handle(_ input: ReplayMachine.Input, at now: Duration) {
    let actions = machine.handle(input, at: now)
    if let time = machine.wakeAt { timer?.wake(at: time, now: now) } else { timer?.stop() }
    for action in actions {
      switch action {
      case .perform(let place):
        owner?.act(.send(.command(.recorded(plan.part.steps[place].frame))))
      case .finished: owner?.act(.finished)
      case .overdue(let number):
        isOverdue = true
        owner?.act(
          .failed(
            Failure(
              .different,
              "message \(number) of the server did not come within \(Formatting.duration(plan.limit))",
              hint: "wait longer with --timeout")))
      }
    }
  }

  private func take(_ frame: RecordedFrame) {
    guard let item = joiner.add(frame) else { return }
    compare(item)
    handle(.message, at: frame.time)
  }

  private func compare(_ item: ComparedItem) {
    diff.add(item, to: .second)
    feed()
    view.show(diff.rows())
  }

  /// Gives the comparison what was recorded, as much as it wants.
  private func feed() {
    while diff.hasRoom(.first), let item = expected.popFirst() { diff.add(item, to: .first) }
    if expected.isEmpty { diff.end(.first) }
  }

  // MARK: The end

  /// Shows what was found. The failure of the run counts, where it is not that the server did otherwise than recorded.
  func finish(_ verdict: Verdict, _ failure: Failure?) -> Failure? {
    for item in joiner.end() { compare(item) }
    guard isComparable(verdict) else {
      output.append("until then: \(view.summary)\n")
      return failure
    }
    diff.end(.second)
    repeat {
      feed()
      view.show(diff.rows())
    } while !expected.isEmpty
    view.end()
    guard view.counts.differences > 0 else { return verdict == .inputLeft ? failure : nil }
    return isOverdue ? failure : .difference
  }

  /// Whether all that the server had to say was said.
  private func isComparable(_ verdict: Verdict) -> Bool {
    switch verdict {
    case .done, .repliesMissing, .lastReplyMissing, .noReply, .inputLeft, .messageCut: true
    case .inputRefused: isOverdue
    case .ended(.closed(_, by: .server)): true
    case .stalled, .noPong, .idle, .timeIsUp, .interrupted, .outputLost, .ended: false
    }
  }
}
