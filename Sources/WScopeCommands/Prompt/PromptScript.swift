import NIOCore
import WebSocketConversation
import WebSocketInspect
import WebSocketTransport
import WebSocketWire

/// The script of a client's prompt: that of the command line, and steps that are typed.
final class PromptScript {
  private unowned let prompt: Prompt
  private let clock: RunClock
  /// Knows the names that the steps so far set and capture.
  private var reader: ScriptReader
  private let plan: ScriptPlan
  private let spelling: MessageSpelling
  private let loop: NIOIsolatedEventLoop
  private lazy var run = ScriptRun(
    plan, spelling: spelling, on: loop, clock: { [clock] in clock.now },
    act: { [unowned self] in take($0) })
  /// Whether there are steps that look at messages, or have been.
  private var isUsed: Bool
  private var held: [UInt8] = []
  private var isTooLong = false
  /// What came before the script could begin on the connection; nil once it has.
  private var early: [[UInt8]]? = []

  /// How many of those are kept.
  private static let earlyLimit = 100

  /// `plan` is the script that runs on each connection; nil for none.
  init(
    _ plan: ScriptPlan?, kind: MessageKind, spelling: MessageSpelling, prompt: Prompt, clock: RunClock,
    loop: any EventLoop
  ) {
    self.prompt = prompt
    self.clock = clock
    self.spelling = spelling
    reader = ScriptReader(spelling: spelling)
    isUsed = plan != nil
    self.loop = loop.assumeIsolated()
    self.plan = plan ?? ScriptPlan(steps: [], limit: .seconds(10), kind: kind)
  }

  private func take(_ event: ScriptRun.Event) {
    do {
      switch event {
      case .send(.message(let message)): try prompt.sender.send(message)
      case .send(.command(let command)): try prompt.sender.send(command)
      case .send, .finished: break
      case .failed(let failure): throw failure
      }
    } catch {
      prompt.complain(error)
      tellDropped()
    }
  }

  func opened() {
    let messages = early ?? []
    early = nil
    run.handle(.opened, at: clock.now)
    for message in messages { run.handle(.message(message), at: clock.now) }
  }

  /// The connection is over; says what was still waited for.
  func ended() {
    early = []
    if let failure = run.stop() { prompt.complain(failure) }
    tellDropped()
  }

  /// Does a step after those that are left, or ends all of that kind for nil.
  func take(_ verb: ScriptVerb, _ text: String?) throws(Failure) {
    guard let text else {
      run.end(verb, at: clock.now)
      return tellDropped()
    }
    isUsed = true
    try reader.add(verb, text, origin: "/\(verb.rawValue)")
    appendLatest()
  }

  /// Time limits are paused while nothing is read.
  func hold(_ isHeld: Bool) { run.hold(isHeld, at: clock.now) }

  /// Gives up what is waited for, and what was to come after it; false where nothing is waited for.
  func giveUpWaiting() -> Bool {
    guard run.isWaiting else { return false }
    run.end(.await, at: clock.now)
    prompt.tell("nothing is waited for any more")
    tellDropped()
    return true
  }

  /// Whether the message is sent later, because steps are left that come before it.
  func delays(_ message: [UInt8]) throws(Failure) -> Bool {
    guard run.hasSteps, let text = String(validating: message, as: UTF8.self) else { return false }
    try reader.send(text, origin: "a message")
    appendLatest()
    return true
  }

  /// Says what is not sent any more.
  private func tellDropped() {
    let count = run.takeDropped()
    if count > 0 {
      prompt.tell("not sent: \(Formatting.count(count, "message")) that waited for another one")
    }
  }

  private func appendLatest() { if let step = reader.steps.last { run.append(step, at: clock.now) } }

  /// Hears `.messageBytes` and `.messageEnd` of the server; a message that is longer than is held is not looked at.
  func hear(_ event: WebSocketEvent, _ bytes: RawSpan) {
    guard isUsed else { return }
    guard case .messageEnd = event else {
      isTooLong = isTooLong || bytes.byteCount > prompt.limit - held.count
      if !isTooLong { bytes.withUnsafeBytes { held.append(contentsOf: $0) } }
      return
    }
    let message = held
    if !isTooLong {
      if early == nil {
        run.handle(.message(message), at: clock.now)
      } else if (early?.count ?? 0) < Self.earlyLimit {
        early?.append(message)
      }
    }
    (held, isTooLong) = ([], false)
  }
}
