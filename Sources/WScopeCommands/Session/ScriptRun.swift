import NIOCore
import WebSocketConversation
import WebSocketInspect
import WebSocketTransport
import WebSocketWire

/// A script at work on the connections of a run, one after the other.
final class ScriptRun {
  private var machine: ScriptMachine<Pattern>
  private let plan: ScriptPlan
  /// How a message is written once names are filled in.
  private let spelling: MessageSpelling
  private let act: (Event) -> Void
  private lazy var timer = WakeTimer(on: loop) { [unowned self] in handle(.time, at: clock()) }
  private var isHeld = false
  private let loop: NIOIsolatedEventLoop
  private let clock: () -> Duration

  /// What a script asks of its run.
  enum Event {
    case send(MessageSource.Item)
    /// All steps are done.
    case finished
    /// Nothing more is to be sent, for this reason.
    case failed(Failure)
  }

  /// `spelling` is how its messages are written, and `clock` tells the time of the run.
  init(
    _ plan: ScriptPlan, spelling: MessageSpelling, on loop: NIOIsolatedEventLoop,
    clock: @escaping () -> Duration, act: @escaping (Event) -> Void
  ) {
    self.plan = plan
    self.spelling = spelling.ofFilled
    self.loop = loop
    self.clock = clock
    self.act = act
    machine = ScriptMachine(plan.steps, limit: plan.limit)
  }

  func handle(_ input: ScriptMachine<Pattern>.Input, at now: Duration) {
    if input == .opened { isHeld = false }
    work(at: now) { try $0.handle(input, at: now) }
  }

  /// Whether time limits are paused, because what was sent before them has not left, or nothing is read.
  func hold(_ isHeld: Bool, at now: Duration) {
    guard isHeld != self.isHeld else { return }
    self.isHeld = isHeld
    handle(.held(isHeld), at: now)
  }

  /// Adds a step after the others, on this connection alone.
  func append(_ step: ScriptStep<Pattern>, at now: Duration) { work(at: now) { $0.append(step, at: now) } }

  /// Forgets what is left to be done, or what goes on.
  func end(_ verb: ScriptVerb, at now: Duration) {
    work(at: now) { machine in
      switch verb {
      case .await, .pause: machine.giveUp()
      case .every: machine.stopTimers()
      case .on: machine.stopAnswers()
      }
      return []
    }
  }

  /// How many lines were given up that were to be sent, since this was asked last.
  func takeDropped() -> Int { machine.takeDropped() }

  /// Whether it waits for a message.
  var isWaiting: Bool { machine.isWaiting }

  /// Whether steps are left, so that what is sent comes after them.
  var hasSteps: Bool { machine.hasSteps }

  private func work(
    at now: Duration, _ body: (inout ScriptMachine<Pattern>) throws -> [ScriptMachine<Pattern>.Action]
  ) {
    do {
      for action in try body(&machine) {
        switch action {
        case .perform(let bytes, let line): act(.send(try item(bytes, line)))
        case .finished: act(.finished)
        case .failed(let failure): act(.failed(Failure(failure)))
        }
      }
    } catch {
      timer.stop()
      act(.failed(Failure(error)))
    }
    if let time = machine.wakeAt { timer.wake(at: time, now: now) } else { timer.stop() }
  }

  /// The connection is over, or the run: what the script still waited for, if it did.
  func stop() -> Failure? {
    timer.stop()
    defer { machine.close() }
    return machine.unmet.map { Failure($0) }
  }

  private func item(_ bytes: [UInt8], _ line: ScriptLine) throws(Failure) -> MessageSource.Item {
    if line.isCommand { return try PipeLine.item(bytes, kind: plan.kind, origin: line.origin) }
    let message = try spelling.read(OutgoingMessage(kind: plan.kind, bytes: bytes, origin: line.origin))
    try message.check()
    return .message(message)
  }
}

extension Failure {
  /// What a script waited for and did not get.
  init(_ failure: ScriptFailure) {
    let when = failure.within.map { "within \(Formatting.duration($0))" } ?? "before the connection ended"
    let latest = failure.latest.map { bytes in
      (String(validating: bytes, as: UTF8.self)?.quoted ?? "\"\(Escaper.exact(bytes: bytes))\"")
        + (bytes.count == ScriptFailure.shown ? "..." : "")
    }
    let came =
      latest.isEmpty
      ? "no message came"
      : latest.count == 1
        ? "the last message was \(latest[0])" : "the last messages were \(latest.joined(separator: ", "))"
    self.init(
      .deadline, "\(failure.words) matched no message \(when); \(came)",
      hint: failure.within == nil ? nil : "wait longer with --timeout")
  }
}
