import NIOCore
import WebSocketInspect
import WebSocketTransport
import WebSocketWire

/// The prompt of a listener: every client by its number, and messages to all of them or to one.
final class ServerPrompt {
  private unowned let run: ListenRun
  private let loop: any EventLoop
  private let settings: PromptSettings
  private let signals: PromptSignals
  private let clock: RunClock
  private(set) lazy var prompt = Prompt(settings, for: self, clock: clock, loop: loop, signals: signals)
  private var clients: [ObjectIdentifier: PromptConnection] = [:]
  private var isStateDue = false
  /// The one that left last, or did not get in, which can still be asked about.
  private var lastLeft: PromptConnection?
  /// Whom messages go to; nil for all.
  private var chosen: Int?
  private var isLeaving = false

  init(
    _ settings: PromptSettings, for run: ListenRun, clock: RunClock, loop: any EventLoop,
    signals: PromptSignals
  ) {
    self.run = run
    self.clock = clock
    self.loop = loop
    self.settings = settings
    self.signals = signals
  }

  /// A client's connection is open.
  func join(_ session: WebSocketSession) -> PromptConnection {
    let one = connection(session.number)
    one.attach(session)
    clients[ObjectIdentifier(one)] = one
    return one
  }

  /// A client did not come to an open connection.
  func refused(_ error: AcceptError) { connection(0).fail(error, at: clock.now) }

  private func connection(_ number: Int) -> PromptConnection {
    PromptConnection(
      number: number, role: .server, requestedURL: "", view: prompt.view(), payload: nil, target: self)
  }

  /// Shows how many there are, or who was chosen.
  func showState() {
    let open = openClients.map(\.number)
    prompt.offer(clients: open)
    let crowd = chosen.map { "to \($0)" } ?? Formatting.count(open.count, "client")
    prompt.show(state: isLeaving ? "closing" : crowd)
  }

  /// A whole message of a client, so that those of two are never mixed.
  func received(_ kind: MessageKind, _ message: [UInt8], from number: Int) {
    if prompt.printsMessages { prompt.show(kind, message, of: number) }
  }

  /// Shows it once for all the clients that come and go in one turn of the loop.
  private func showStateSoon() {
    guard !isStateDue else { return }
    isStateDue = true
    loop.assumeIsolated().execute { [self] in
      isStateDue = false
      showState()
    }
  }

  private var openClients: [PromptConnection] {
    clients.values.filter { $0.state == .open }.sorted { $0.number < $1.number }
  }

  private func client(_ number: Int) throws(Failure) -> PromptConnection {
    if let one = clients.values.first(where: { $0.number == number && $0.state == .open }) { return one }
    throw Failure(
      .usage, "there is no client \(number), so nothing was sent",
      hint: "/clients lists those that are there, /to all speaks to them")
  }

  private func list() -> String {
    if openClients.isEmpty { return "no client is connected\n" }
    return openClients.map { one in
      "client \(one.number) from \(one.session?.peerAddress ?? "")\n\(one.counts)"
    }.joined()
  }

  private func gone(_ one: PromptConnection) {
    clients[ObjectIdentifier(one)] = nil
    if one.opening.report != nil { lastLeft = one }
    if chosen == one.number, !isLeaving {
      prompt.tell("client \(one.number) has left; /to all speaks to the others")
    }
    showStateSoon()
  }
}

extension ServerPrompt: PromptTarget {
  var remedy: String { "/clients lists those that are open" }

  var memory: HeldMemory? { run.clients.memory }

  var isConnecting: Bool { false }

  var isReplacing: Bool { false }

  var connections: [PromptConnection] { openClients.isEmpty ? lastLeft.map { [$0] } ?? [] : openClients }

  var handshakes: [PromptConnection] { openClients + (lastLeft.map { [$0] } ?? []) }

  func caption(of one: PromptConnection) -> String? {
    let address = one.session?.peerAddress ?? ""
    let place = address.isEmpty ? "" : " from \(address)"
    if one.number == 0 { return "a client\(place) that did not get in:" }
    return "client \(one.number)\(place)\(one.state == .open ? "" : ", which has left"):"
  }

  var allConnections: [PromptConnection] { Array(clients.values) }

  func targets() throws -> [PromptConnection] {
    if let chosen { return [try client(chosen)] }
    guard !openClients.isEmpty else {
      throw Failure(.usage, "no client is connected, so nothing was sent")
    }
    return openClients
  }

  func run(_ command: PromptCommand) throws -> Bool {
    switch command {
    case .clients: prompt.tell(lines: list())
    case .to(let number, nil):
      chosen = try number.map { try client($0).number }
      showState()
    case .to(let number, let message?):
      try prompt.sender.send(settings.kind, message, to: try number.map { [try client($0)] } ?? openClients)
    case .kick(let number, let body): try client(number).close(body ?? ClosePayload(code: .normalClosure))
    default: return false
    }
    return true
  }

  func leave() {
    if isLeaving { return run.giveUp() }
    isLeaving = true
    prompt.dropBacklog()
    showState()
    run.end(nil)
  }

  func pace() { run.clients.applyBackpressure() }

  func opened(_ one: PromptConnection) { showStateSoon() }

  func changed(_ one: PromptConnection) { showStateSoon() }

  func ended(_ one: PromptConnection, _ ending: ConnectionEnd) { gone(one) }

  func failed(_ one: PromptConnection, _ error: any Error) { gone(one) }
}
