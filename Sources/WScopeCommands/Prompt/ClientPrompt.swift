import NIOCore
import WebSocketTransport
import WebSocketWire

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The prompt of a client: one connection at a time, and what ended the last one.
final class ClientPrompt {
  let plan: ClientPlan
  private var configuration: ClientConfiguration
  private let loop: any EventLoop
  private let finish: (Failure?) -> Void
  private let settings: PromptSettings
  private let signals: PromptSignals
  private(set) lazy var prompt = Prompt(settings, for: self, loop: loop, signals: signals)
  private var current: Correspondence?
  private var previous: Correspondence?
  private var count = 0
  /// What the status tells when the user leaves.
  private var outcome: Failure?
  private var isLeaving = false
  /// A first connection that does not come about is the end, as it is for a script.
  private var hasOpened = false
  private var isOver = false
  /// Where to go when the present connection has ended.
  private var next: ClientConfiguration?

  init(
    _ plan: ClientPlan, _ settings: PromptSettings, loop: any EventLoop, signals: PromptSignals,
    finish: @escaping (Failure?) -> Void
  ) {
    self.plan = plan
    self.settings = settings
    self.loop = loop
    self.signals = signals
    self.finish = finish
    configuration = plan.connection
  }

  /// Shows the prompt, below words of welcome, and connects.
  func start(saying welcome: String = "") {
    prompt.say(welcome)
    prompt.start()
    dial()
  }

  private func dial() {
    count += 1
    let one = Correspondence(
      number: count, role: .client, view: prompt.view(connection: count, url: "\(configuration.url)"),
      payload: prompt.printer(), desk: self)
    previous = current
    current = one
    prompt.show(state: "connecting")
    let bound = NIOLoopBound(one, eventLoop: loop)
    let desk = NIOLoopBound(self, eventLoop: loop)
    Dialer.dial(configuration, on: loop, number: count) { session in
      bound.value.attach(session)
      return bound.value
    }
    .whenFailure { desk.value.failed(bound.value, $0) }
  }

  /// A signal asks for the end of the program.
  func interrupted(by signal: Int32) {
    outcome = Self.failure(signal: signal)
    isLeaving = true
    closeOrEnd()
  }

  private static func failure(signal: Int32) -> Failure {
    Failure(status: ExitStatus.signal(signal), "ended by signal \(signal)")
  }

  private var place: String { "\(configuration.url.bracketedHost):\(configuration.url.port)" }

  private func closeOrEnd() {
    switch current?.state {
    case .open? where current?.session?.missingPayload == nil: try? current?.close(nil)
    case .opening?, .refused?, .open?:
      guard let session = current?.session else { return end() }
      session.abort()
    case .closeSent?, .closed?, .failed?: break
    case .ended?, nil: end()
    }
  }

  private func end() {
    guard !isOver else { return }
    isOver = true
    prompt.stop { [self] in finish(outcome) }
  }

  /// A connection is no more, and the user stays.
  private func rest() {
    if let next {
      self.next = nil
      configuration = next
      prompt.use(history: next.url.host)
      return dial()
    }
    if isLeaving || !hasOpened { return end() }
    prompt.show(state: "closed")
    prompt.say("/reconnect connects again, /quit leaves\n")
    prompt.takeTyped()
  }

  private func connect(to configuration: ClientConfiguration) throws {
    switch current?.state {
    case .open?:
      next = configuration
      try current?.close(nil)
    case .ended?, nil:
      next = configuration
      rest()
    case .opening?, .refused?, .closeSent?, .closed?, .failed?:
      throw Failure(.usage, "the connection is on its way to another state; try again in a moment")
    }
  }

  /// What a status must tell of an ending: nothing when the connection was closed well.
  private func failure(_ ending: Ending, _ one: Correspondence) -> Failure? {
    let failure = Failure(
      ending, place: place, isSecure: configuration.url.isSecure, detail: one.session?.streamError)
    switch ending {
    case .closed(_, by: .client): return nil
    case .closed(let body, by: .server):
      return [nil, .normal, .goingAway].contains(body.code) ? nil : failure
    case .lost(duringHandshake: false, unfinished: nil): return one.hasClosed ? nil : failure
    default: return failure
    }
  }
}

extension ClientPrompt: PromptSide {
  var remedy: String { "/reconnect or /connect URL opens one" }

  var correspondences: [Correspondence] { current.map { [$0] } ?? [] }

  func targets() throws -> [Correspondence] { correspondences }

  func run(_ command: PromptCommand) throws -> Bool {
    switch command {
    case .connect(let text):
      var wanted = plan.connection
      wanted.url = try WebSocketURL(text)
      try connect(to: wanted)
    case .reconnect: try connect(to: configuration)
    default: return false
    }
    return true
  }

  var isConnecting: Bool { current?.state == .opening || current?.state == .refused }

  func leave(isUrgent: Bool) {
    if isLeaving {
      // Who asks twice does not want to wait for the peer.
      if isUrgent { outcome = Self.failure(signal: SIGINT) }
      return current?.session?.abort() ?? end()
    }
    if isUrgent, isConnecting { return interrupted(by: SIGINT) }
    isLeaving = true
    closeOrEnd()
  }

  func pace() { current?.session?.isReadingPaused = prompt.isFull }

  func opened(_ one: Correspondence) {
    outcome = nil
    hasOpened = true
    prompt.show(state: "")
    // The connection must be told of it before anything is sent.
    loop.execute { [bound = NIOLoopBound(self, eventLoop: loop)] in bound.value.prompt.takeTyped() }
  }

  func changed(_ one: Correspondence) {
    if one.state != .open, one.state != .ended { prompt.show(state: "closing") }
  }

  func ended(_ one: Correspondence, _ ending: Ending) {
    if outcome == nil || !isLeaving { outcome = failure(ending, one) }
    if let outcome, hasOpened, !isLeaving { prompt.complain(outcome) }
    rest()
  }

  func failed(_ one: Correspondence, _ error: any Error) {
    if !isLeaving { outcome = Failure(error) }
    if hasOpened, !isLeaving { prompt.complain(error) }
    // What was seen before can still be asked for.
    current = one.session == nil ? previous : one
    rest()
  }
}
