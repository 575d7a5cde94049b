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
    // One that never had a connection has nothing that could be asked for.
    if current?.session != nil { previous = current }
    current = one
    prompt.show(state: "connecting")
    let bound = NIOLoopBound(one, eventLoop: loop)
    let desk = NIOLoopBound(self, eventLoop: loop)
    Dialer.dial(configuration, on: loop, number: count) { session in
      bound.value.attach(session)
      if desk.value.current !== bound.value { session.abort() }
      return bound.value
    }
    .whenFailure { desk.value.failed(bound.value, $0) }
  }

  /// A signal asks for the end of the program.
  func interrupted(by signal: Int32) {
    outcome = Failure(status: ExitStatus.signal(signal), "ended by signal \(signal)")
    beginLeaving()
  }

  /// Leaving wins over a connection that was asked for, and over what nobody has read.
  private func beginLeaving() {
    isLeaving = true
    next = nil
    prompt.dropBacklog()
    pace()
    closeOrEnd()
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
    prompt.stop { [self] in finish(outcome ?? prompt.outputFailure) }
  }

  /// A connection is no more, and the user stays.
  private func rest() {
    if let next {
      self.next = nil
      configuration = next
      prompt.use(history: next.url.host)
      prompt.flush()
      return dial()
    }
    if isLeaving || !hasOpened { return end() }
    prompt.show(state: "closed")
    prompt.say("/reconnect connects again, /quit leaves\n")
    prompt.takeTyped()
  }

  private func connect(to configuration: ClientConfiguration) {
    next = configuration
    switch current?.state {
    case .open? where current?.session?.missingPayload == nil: try? current?.close(nil)
    case .open?, .opening?, .refused?:
      // While its name is looked up there is no session yet; it is dropped when it comes.
      guard let session = current?.session else {
        current?.giveUp()
        return rest()
      }
      session.abort()
    case .closeSent?, .closed?, .failed?: break
    case .ended?, nil: rest()
    }
  }

  /// The plan's configuration for another URL; what was meant for one host is not told to another.
  private func configuration(for url: WebSocketURL) -> ClientConfiguration {
    var wanted = plan.connection
    let isElsewhere =
      (url.isSecure, url.host, url.port) != (wanted.url.isSecure, wanted.url.host, wanted.url.port)
    wanted.url = url
    if isElsewhere, !wanted.headers.isEmpty || wanted.identity != nil {
      wanted.headers = []
      wanted.identity = nil
      prompt.say(
        "another scheme, host or port: the header fields and the certificate of the command line are not shown to it\n"
      )
    }
    return wanted
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

  var everyone: [Correspondence] { correspondences }

  func targets() throws -> [Correspondence] { correspondences }

  func run(_ command: PromptCommand) throws -> Bool {
    switch command {
    case .connect(let text): connect(to: configuration(for: try WebSocketURL(text)))
    case .reconnect: connect(to: configuration)
    default: return false
    }
    return true
  }

  var isConnecting: Bool { isReplacing || isDialing }

  var isReplacing: Bool { next != nil }

  private var isDialing: Bool { current?.state == .opening || current?.state == .refused }

  func leave() {
    if isLeaving { return current?.session?.abort() ?? end() }
    if isDialing { return interrupted(by: SIGINT) }
    beginLeaving()
  }

  func pace() { current?.session?.isReadingPaused = prompt.isFull }

  func opened(_ one: Correspondence) {
    guard one === current else { return }
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
    guard one === current else { return }
    if outcome == nil || !isLeaving { outcome = failure(ending, one) }
    if let outcome, hasOpened, !isLeaving { prompt.complain(outcome) }
    rest()
  }

  func failed(_ one: Correspondence, _ error: any Error) {
    guard one === current else { return }
    if !isLeaving { outcome = Failure(error) }
    if hasOpened, !isLeaving { prompt.complain(error) }
    // What was seen before can still be asked for.
    current = one.session == nil ? previous : one
    rest()
  }
}
