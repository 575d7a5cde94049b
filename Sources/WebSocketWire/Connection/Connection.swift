/// One end of a WebSocket connection without its socket: bytes, the end of the stream and intents in; events and bytes out.
///
/// Its owner gives it what arrived (`receive`, `receiveEOF`), sends what `takeOutput` returns, watches `state.deadline`, and ends
/// the stream once `state` is `.ended`. It has no clock: each call says at what time since the run began it happens, and zero is
/// for an owner that does not ask for times. It is a class so that a sink may look at it, send and close from inside an event: an
/// echo is then sent before the answer to a Close that came right after.
public final class Connection {
  /// Which end it is.
  public let role: WebSocketRole
  /// Where it is on its way from the opening handshake to the end.
  public private(set) var state = ConnectionState.opening

  private var opening: Opening
  private var receiver: Receiver
  let sender: Sender
  private let limits: Limits
  private let deflate: DeflateOptions?
  private var ending: ConnectionEnd?
  /// The Close that we began the closing with; one that went out by `sendFrame` leaves the state as it is.
  private var ourClose: ClosePayload?
  var pendingPong: [UInt8]?
  /// Whether the peer is slow to read. While it is, only the answer to the latest Ping is kept, so nothing piles up.
  public internal(set) var isCongested = false
  /// Whether Pings are answered, as RFC 6455 5.5.2 demands; false shows what a peer makes of an end that does not.
  public var answersPings = true
  private var refusal: Refusal?
  /// Whether an event has reported the handshake.
  private var isHandshakeReported = false
  private let blocks: ReceiverBlocks

  /// The most that is kept of what is not an opening handshake, in bytes.
  private static let strangeLimit = 4096

  /// A client that opens with this request; its head is the first output. The generator makes the masking keys.
  public init(
    client request: OpeningRequest, limits: Limits = Limits(), generator: any MaskingKeySource
  ) {
    role = .client
    let head = request.head
    opening = Opening(request: head, limit: limits.head)
    blocks = ReceiverBlocks()
    receiver = Receiver(from: .server, limits: limits, policy: .fail, blocks: blocks)
    self.limits = limits
    // A field of the user's own can offer it as well, and what was not offered is not agreed on.
    deflate = request.deflate ?? .default
    sender = Sender(keys: generator, blocks: blocks)
    sender.append(head: head.bytes)
  }

  /// A server that awaits a request. `decide` is called once, inside the `receive` that completes the head.
  public convenience init(
    server terms: UpgradeTerms, limits: Limits = Limits(),
    decide: @escaping UpgradeDecision.Hook = { _ in .accept() }
  ) {
    self.init(server: terms, limits: limits, blocks: ReceiverBlocks(), decide: decide)
  }

  /// A server that works in `blocks`, which it may share with others on its thread.
  package init(
    server terms: UpgradeTerms, limits: Limits, blocks: ReceiverBlocks, decide: @escaping UpgradeDecision.Hook
  ) {
    self.blocks = blocks
    role = .server
    opening = Opening(terms: terms, decide: decide, limit: limits.head)
    receiver = Receiver(from: .client, limits: limits, policy: .fail, blocks: blocks)
    self.limits = limits
    deflate = terms.deflate
    sender = Sender(keys: nil, blocks: blocks)
  }

  /// Whether a message can be sent now.
  public var isOpen: Bool { state == .open && remainingPayload == nil }

  /// Whether the peer has begun a message in fragments and not finished it.
  public var isInsideMessage: Bool { receiver.isInsideMessage }

  /// Whether only the stream's outgoing half should end once the output is sent, so that the peer closes its side (RFC 6455 7.1.1), and
  /// gets an answer whole even if it is still sending (RFC 9112 9.6).
  public var wantsOutputEnd: Bool {
    guard role == .server else { return false }
    return switch ending {
    case .notWebSocket, .declined, .served: state == .ended
    default: state == .failed
    }
  }

  /// The opening handshake as far as it came, with what is missing or wrong as a failed check; nil where an event or the ending has
  /// reported it, and for a server to which nothing came.
  package var unfinishedHandshake: HandshakeReport? {
    isHandshakeReported ? nil : opening.report(of: ending ?? .abandoned)
  }

  // MARK: Bytes in

  /// Takes bytes of the peer, cut anywhere, that came at that time.
  public func receive(_ bytes: RawSpan, at time: Duration = .zero, into sink: some EventSink) {
    receive(bytes, into: TimedSink(sink, at: time))
  }

  private func receive(_ bytes: RawSpan, into sink: TimedSink<some EventSink>) {
    switch state {
    case .opening: open(bytes, into: sink)
    case .refused: collectRefusal(bytes, into: sink)
    case .open, .closeSent, .closed: read(bytes, into: sink)
    case .failed, .ended: break
    }
  }

  /// Takes the end of the peer's stream.
  public func receiveEOF(at time: Duration = .zero, into sink: some EventSink) {
    let sink = TimedSink(sink, at: time)
    switch state {
    case .opening: ending = .lost(duringHandshake: true, unfinished: nil)
    case .open, .closeSent: ending = .lost(duringHandshake: false, unfinished: receiver.remainder)
    case .refused: endRefusal()
    case .closed, .failed, .ended: break
    }
    move(.streamEnds, into: sink)
  }

  /// Notes that the stream is dropped from our side.
  public func abort(at time: Duration = .zero, into sink: some EventSink) {
    let sink = TimedSink(sink, at: time)
    switch state {
    case .opening, .refused, .open, .closeSent: ending = .abandoned
    case .closed, .failed, .ended: break
    }
    move(.weAbandon, into: sink)
  }

  /// Drops the stream because the peer goes on sending after our Close and does not answer it.
  package func abandonClosing(at time: Duration = .zero, into sink: some EventSink) {
    if state == .closeSent { ending = .closeIgnored }
    move(.weAbandon, into: TimedSink(sink, at: time))
  }

  /// Notes that the deadline of the present state has passed.
  public func deadlinePassed(at time: Duration = .zero, into sink: some EventSink) {
    let sink = TimedSink(sink, at: time)
    switch state {
    case .opening: ending = .timedOut(.handshake)
    case .closeSent: ending = .timedOut(.close)
    case .refused: endRefusal()
    case .open, .closed, .failed, .ended: break
    }
    move(.deadlinePasses, into: sink)
  }

  // MARK: Intents in

  /// Sends a message in one frame, compressed if that was agreed on and it is long enough. Fails when the connection is not open or a text is not UTF-8; then nothing is sent.
  public func send(
    _ kind: MessageKind, _ payload: RawSpan, at time: Duration = .zero, into sink: some EventSink
  ) throws(UsageError) {
    let sink = TimedSink(sink, at: time)
    try requireOpen()
    try sender.send(kind, payload, into: sink)
  }

  /// Sends each of these pieces of a block as a message, as if one by one, up to the first text that is not UTF-8; gives how many
  /// were sent. Fails when the connection is not open.
  package func send(
    _ kind: MessageKind, _ pieces: [Range<Int>], of block: RawSpan, at time: Duration = .zero,
    into sink: some EventSink
  ) throws(UsageError) -> Int {
    let sink = TimedSink(sink, at: time)
    try requireOpen()
    return sender.send(kind, pieces, of: block, into: sink)
  }

  /// Sends a message in as many frames as there are pieces (RFC 6455 5.4); fails as `send` does, or without any piece.
  public func send(
    _ kind: MessageKind, fragments: [[UInt8]], at time: Duration = .zero, into sink: some EventSink
  ) throws(UsageError) {
    let sink = TimedSink(sink, at: time)
    try requireOpen()
    try sender.send(kind, fragments: fragments, into: sink)
  }

  /// Begins a message of this many bytes in one frame, which is not compressed, because its length comes before its bytes. They follow through `continueMessage`, and until they all have, nothing else can
  /// be sent, because a frame cannot be broken off (RFC 6455 5.2).
  public func beginMessage(
    _ kind: MessageKind, length: UInt64, at time: Duration = .zero, into sink: some EventSink
  ) throws(UsageError) {
    let sink = TimedSink(sink, at: time)
    try requireOpen()
    try sender.beginMessage(kind, length: length, into: sink)
    endStreamed(into: sink)
  }

  /// Sends the next bytes of the message that was begun. Fails, with nothing sent, when they are more than are left, or when a
  /// text is not UTF-8; such a message can no longer be completed.
  public func continueMessage(_ payload: RawSpan, at time: Duration = .zero, into sink: some EventSink)
    throws(UsageError)
  {
    let sink = TimedSink(sink, at: time)
    guard state == .open, remainingPayload != nil else {
      throw UsageError("no message is begun (the connection is \(state.rawValue))")
    }
    try sender.continueMessage(payload, into: sink)
    endStreamed(into: sink)
  }

  /// Begins the closing handshake (RFC 6455 7.1.2). Fails when the code must not be sent or the reason is over 123 bytes.
  public func close(
    _ code: CloseCode? = .normalClosure, reason: String = "", at time: Duration = .zero,
    into sink: some EventSink
  ) throws(UsageError) {
    let sink = TimedSink(sink, at: time)
    try requireOpen()
    if let code, !code.isSendable {
      throw UsageError(
        "a Close frame must not carry \(code.rawValue) (\(code.words)); 1000 to 1003, 1007 to 1014 and 3000 to 4999"
          + " may be sent (RFC 6455 7.4)")
    }
    let payload = ClosePayload(code: code, reason: reason).payload
    guard payload.count <= 125 else {
      throw UsageError("the reason has \(payload.count - 2) bytes, and 123 are the most (RFC 6455 5.5)")
    }
    ourClose = ClosePayload(payload: payload)
    sender.put(.close, payload.span.bytes, into: sink)
    move(.weClose, into: sink)
  }

  /// Sends a frame of a message that is compressed if that was agreed on, however short. The frames of one message follow one another,
  /// control frames and time may come between them, and the last one is final (RFC 7692 6.1).
  package func sendCompressed(
    _ opcode: Opcode, _ payload: RawSpan, isFinal: Bool, at time: Duration = .zero, into sink: some EventSink
  ) throws(UsageError) {
    let sink = TimedSink(sink, at: time)
    try requireOpen()
    sender.sendCompressed(opcode, payload, isFinal: isFinal, into: sink)
  }

  /// Puts any frame on the wire, legal or not, as it is.
  public func sendFrame(
    _ header: FrameHeader, payload: RawSpan, at time: Duration = .zero, into sink: some EventSink
  ) throws(UsageError) {
    let sink = TimedSink(sink, at: time)
    try requireOpen()
    sender.send(header, payload, into: sink)
    if header.opcode == .close, header.isFinal, header.payloadLength == UInt64(payload.byteCount) {
      ourClose = ClosePayload(payload: payload.withUnsafeBytes { Array($0) })
    }
  }

  // MARK: The opening handshake

  private func open(_ bytes: RawSpan, into sink: TimedSink<some EventSink>) {
    var answer: HTTPHead?
    switch opening.receive(bytes, answer: &answer) {
    case .incomplete: break
    case .accepted(let report, let used):
      if let answer { for head in report.interim + [answer] { sender.append(head: head.bytes) } }
      use(report.deflate)
      isHandshakeReported = true
      move(.handshakeAccepted, into: sink)
      sink.emit(.opened(report), from: role.peer)
      let judged = role == .client ? report.response : report.request
      for violation in judged.map({ report.violations(in: $0) }) ?? [] {
        sink.emit(.violation(violation), from: role.peer)
      }
      // Who takes the open connection may ask for other events.
      if used < bytes.byteCount {
        receive(bytes.extracting(used..<bytes.byteCount), into: TimedSink(sink.base, at: sink.time))
      }
    case .refused(let report, let used):
      guard let head = report.response else { break }
      refusal = Refusal(head, limit: limits.refusal)
      isHandshakeReported = true
      sink.emit(.handshakeRefused(report), from: role.peer)
      move(.handshakeRefused, into: sink)
      collectRefusal(bytes.extracting(used..<bytes.byteCount), into: sink)
    case .declined(let reason, let reply):
      sender.append(head: reply)
      ending = reason
      move(.weDecline, into: sink)
    case .broken(let violations, let report, let reply):
      sender.append(head: reply)
      for violation in violations { sink.emit(.violation(violation), from: role.peer) }
      ending = .notWebSocket(
        violations, report, received: Array(opening.received.prefix(Self.strangeLimit)))
      move(.handshakeBroken, into: sink)
    }
  }

  private func use(_ agreed: NegotiatedDeflate?) {
    guard let agreed, let deflate else { return }
    receiver = Receiver(
      from: role.peer, limits: limits, policy: .fail, deflate: agreed[role.peer], blocks: blocks)
    sender.compression = Compression(agreed[role], options: deflate)
  }

  private func collectRefusal(_ bytes: RawSpan, into sink: TimedSink<some EventSink>) {
    guard var refusal else { return }
    refusal.take(bytes)
    self.refusal = refusal
    ending = .refused(refusal.head, body: refusal.body, bodyFault: refusal.bodyFault)
    if refusal.isComplete { move(.refusalComplete, into: sink) }
  }

  private func endRefusal() {
    if let refusal { ending = .refused(refusal.head, body: refusal.body, bodyFault: refusal.finalFault) }
  }

  // MARK: Frames

  private func read(_ bytes: RawSpan, into sink: TimedSink<some EventSink>) {
    var index = 0
    while state != .ended, let signal = receiver.next(in: bytes, at: &index, into: sink) {
      switch signal {
      case .ping(let payload): answer(payload, into: sink)
      case .close(let body): closed(body, into: sink)
      case .failure(let violation): fail(violation, into: sink)
      }
    }
  }

  private func closed(_ body: ClosePayload, into sink: TimedSink<some EventSink>) {
    if let ourClose {
      ending = .closed(ourClose, by: role)
    } else if state == .open {
      answerClose(ClosePayload(code: body.code), into: sink)
      ending = .closed(body, by: role.peer)
    }
    move(.peerCloses, into: sink)
    if role == .server { move(.serverIsDone, into: sink) }
  }

  private func fail(_ violation: Violation, into sink: TimedSink<some EventSink>) {
    if state == .open {
      answerClose(ClosePayload(code: violation.rule.closeCode, reason: violation.rule.id), into: sink)
    }
    ending = .violated(violation)
    move(.violation, into: sink)
  }

  /// Inside a message that is begun a Close would be read as its payload, so there the stream's end has to do.
  private func answerClose(_ body: ClosePayload, into sink: TimedSink<some EventSink>) {
    guard remainingPayload == nil else { return }
    let payload = body.payload
    sender.put(.close, payload.span.bytes, into: sink)
  }

  func requireOpen() throws(UsageError) {
    guard state == .open else { throw UsageError("the connection is not open (\(state.rawValue))") }
    if let missing = remainingPayload {
      throw UsageError("\(missing) bytes of the message that was begun are still to be sent")
    }
  }

  private func move(_ trigger: ConnectionState.Trigger, into sink: TimedSink<some EventSink>) {
    let before = state
    state = state.after(trigger)
    if state == .ended, before != .ended, let ending { sink.emit(.ended(ending), from: role.peer) }
  }
}
