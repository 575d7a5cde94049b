/// One end of a WebSocket connection without its socket: bytes, the end of the stream and intents in; events and bytes out.
///
/// Whoever owns it gives it what arrived (`receive`, `receiveEnd`), sends what stands in `takeOutput`, minds
/// `state.deadline`, and ends the stream once `state` is `.ended`. It is a class so that a sink may look at it, send
/// and close from inside an event: an echo then stands in front of the answer to a Close that came right behind.
public final class Connection {
  public let role: Role
  public private(set) var state = ConnectionState.opening

  private var opening: Opening
  private var receiver: Receiver
  private var outbox: Outbox
  private let limits: Limits
  private let deflate: DeflateOptions?
  private var ending: Ending?
  private var ourClose = CloseBody()
  /// A Close went out by `sendFrame`, which leaves the state as it is.
  private var hasSentClose = false
  private var owedPong: [UInt8]?
  private var streamed: StreamedMessage?
  private var refusal: Refusal?

  /// The most of a refusal's body that is kept, in bytes.
  public static let refusalBodyLimit = Refusal.bodyLimit

  /// A client that opens with this request; its head is the first output. The generator makes the masking keys.
  public init(
    client request: OpeningRequest, limits: Limits = Limits(), generator: any MaskingKeySource
  ) {
    role = .client
    let head = request.head
    opening = Opening(request: head, limit: limits.head)
    receiver = Receiver(from: .server, limits: limits, policy: .fail)
    self.limits = limits
    deflate = request.deflate
    outbox = Outbox(keys: generator)
    outbox.append(head: head.bytes)
  }

  /// A server that awaits a request. `hasRoom` is asked once, when nothing else stands against letting the client in.
  public init(
    server admission: Admission, limits: Limits = Limits(), hasRoom: @escaping @Sendable () -> Bool = { true }
  ) {
    role = .server
    opening = Opening(admission: admission, hasRoom: hasRoom, limit: limits.head)
    receiver = Receiver(from: .client, limits: limits, policy: .fail)
    self.limits = limits
    deflate = admission.deflate
    outbox = Outbox(keys: nil)
  }

  /// Whether the peer is slow to read. While it is, only the answer to the latest Ping is kept, so nothing piles up.
  public private(set) var isCongested = false

  /// Tells whether what was taken is piling up; a Pong that was held back goes out when it no longer does.
  public func setCongested(_ congested: Bool, into sink: some EventSink) {
    isCongested = congested
    if !congested { payPong(into: sink) }
  }

  /// Bytes for the wire that have not been taken.
  public var output: [UInt8] { outbox.bytes }
  /// How many they are.
  public var outputCount: Int { outbox.bytes.count }
  /// Offset, behind the handshake, of the next byte to be sent.
  public var sentOffset: UInt64 { outbox.offset }

  /// Takes the output, which is then empty.
  public func takeOutput() -> [UInt8] { outbox.take() }

  /// Hands the output to `body`, which sends or copies it and leaves the connection alone meanwhile; it is empty then.
  public func takeOutput(_ body: (RawSpan) -> Void) { outbox.take(body) }

  /// Whether messages may go out compressed, as was agreed on (RFC 7692 7).
  public var compresses: Bool { outbox.compression != nil }

  /// Whether a message can be sent now.
  public var isOpen: Bool { state == .open && streamed == nil }

  /// Whether the stream's outgoing half should end once the output is sent, so that the peer lets go (RFC 6455 7.1.1).
  public var wantsOutputEnd: Bool { role == .server && state == .failed }

  // MARK: Bytes in

  /// Takes bytes of the peer, cut anywhere.
  public func receive(_ bytes: RawSpan, into sink: some EventSink) {
    switch state {
    case .opening: open(bytes, into: sink)
    case .refused: collectRefusal(bytes, into: sink)
    case .open, .closeSent, .closed: read(bytes, into: sink)
    case .failed, .ended: break
    }
  }

  /// Takes the end of the peer's stream.
  public func receiveEnd(into sink: some EventSink) {
    switch state {
    case .opening: ending = .lost(duringHandshake: true, unfinished: nil)
    case .open, .closeSent: ending = .lost(duringHandshake: false, unfinished: receiver.remainder)
    case .refused, .closed, .failed, .ended: break
    }
    move(.streamEnds, into: sink)
  }

  /// Takes word that the stream is dropped from our side.
  public func abandon(into sink: some EventSink) {
    switch state {
    case .opening, .refused, .open, .closeSent: ending = .abandoned
    case .closed, .failed, .ended: break
    }
    move(.weAbandon, into: sink)
  }

  /// Takes word that the deadline of the present state has passed.
  public func deadlinePassed(into sink: some EventSink) {
    switch state {
    case .opening: ending = .timedOut(.handshake)
    case .closeSent: ending = .timedOut(.close)
    case .refused, .open, .closed, .failed, .ended: break
    }
    move(.deadlinePasses, into: sink)
  }

  // MARK: Intents in

  /// Sends a message in one frame, compressed if that was agreed on and it is long enough. Fails when the connection is not open or a text is not UTF-8; then nothing is sent.
  public func send(
    _ kind: MessageKind, _ payload: RawSpan, into sink: some EventSink
  ) throws(UsageError) {
    try requireOpen()
    if kind == .text, let fault = UTF8Validator.fault(in: payload) { throw Self.notText(fault) }
    putMessage(kind.opcode, payload, outbox.compression?.deflater(for: payload.byteCount), into: sink)
  }

  /// Sends each of these pieces of a block as a message, as if one by one, up to the first text that is not UTF-8; gives how many
  /// were sent. Fails when the connection is not open.
  public func send(
    _ kind: MessageKind, _ pieces: [Range<Int>], of block: RawSpan, into sink: some EventSink
  ) throws(UsageError) -> Int {
    try requireOpen()
    let valid =
      kind == .text ? pieces.prefix { UTF8Validator.isValid(block.extracting($0)) } : pieces[...]
    if outbox.compression == nil, !sink.wantsFrames {
      outbox.append(kind.opcode, valid, of: block)
    } else {
      for piece in valid {
        putMessage(
          kind.opcode, block.extracting(piece), outbox.compression?.deflater(for: piece.count), into: sink)
      }
    }
    return valid.count
  }

  /// Sends a message in as many frames as there are pieces (RFC 6455 5.4); fails as `send` does, or without any piece.
  public func send(
    _ kind: MessageKind, fragments: [[UInt8]], into sink: some EventSink
  ) throws(UsageError) {
    try requireOpen()
    guard !fragments.isEmpty else { throw UsageError("a message has one frame or more (RFC 6455 5.4)") }
    var validator = UTF8Validator()
    if kind == .text {
      for fragment in fragments {
        if let fault = validator.append(fragment.span.bytes) { throw Self.notText(fault) }
      }
      if let fault = validator.finish() { throw Self.notText(fault) }
    }
    let deflater = outbox.compression?.deflater(for: fragments.reduce(0) { $0 + $1.count })
    for (index, fragment) in fragments.enumerated() {
      putMessage(
        index == 0 ? kind.opcode : .continuation, fragment.span.bytes, deflater,
        isFinal: index == fragments.count - 1, into: sink)
    }
  }

  /// Begins a message of so many bytes in one frame, which is not compressed, for its length is told before its bytes. They follow through `sendMore`, and until they all have, nothing else can
  /// be sent, for a frame cannot be broken off (RFC 6455 5.2).
  public func beginMessage(
    _ kind: MessageKind, length: UInt64, into sink: some EventSink
  ) throws(UsageError) {
    try requireOpen()
    guard let length = Int(exactly: length) else {
      throw UsageError("a frame carries less than 2^63 bytes (RFC 6455 5.2)")
    }
    let header = outbox.header(kind.opcode, length)
    let offset = outbox.append(header)
    if sink.wantsFrames { sink.sent(.header(header, offset: offset), bytes: RawSpan()) }
    streamed = StreamedMessage(header, kind)
    endStreamed(into: sink)
  }

  /// Sends the next bytes of the message that was begun. Fails, with nothing sent, when they are more than are left, or when a
  /// text is not UTF-8; such a message can no longer be completed.
  public func sendMore(_ payload: RawSpan, into sink: some EventSink) throws(UsageError) {
    guard state == .open, let message = streamed else {
      throw UsageError("no message is begun (the connection is \(state.rawValue))")
    }
    let position = message.position
    try streamed?.take(payload)
    outbox.append(payload, of: message.header, position: position)
    if sink.wantsFrames, payload.byteCount > 0 { sink.sent(.payload, bytes: payload) }
    endStreamed(into: sink)
  }

  /// How many bytes of the message that was begun are still to be given; nil when none is begun.
  public var missingPayload: UInt64? { streamed?.missing }

  /// Sends a Ping; fails over 125 bytes (RFC 6455 5.5).
  public func ping(_ payload: RawSpan, into sink: some EventSink) throws(UsageError) {
    try control(.ping, payload, into: sink)
  }

  /// Sends a Pong that nobody asked for (RFC 6455 5.5.3); fails over 125 bytes.
  public func pong(_ payload: RawSpan, into sink: some EventSink) throws(UsageError) {
    try control(.pong, payload, into: sink)
  }

  /// Begins the closing handshake (RFC 6455 7.1.2). Fails when the code must not be sent or the reason is over 123 bytes.
  public func close(
    _ code: CloseCode? = .normal, reason: String = "", into sink: some EventSink
  ) throws(UsageError) {
    try requireOpen()
    if let code, !code.maySend {
      throw UsageError(
        "a Close frame must not carry \(code.rawValue) (\(code.words)); 1000 to 1003, 1007 to 1014 and 3000 to 4999"
          + " may be sent (RFC 6455 7.4)")
    }
    let payload = CloseBody(code: code, reason: reason).payload
    guard payload.count <= 125 else {
      throw UsageError("the reason has \(payload.count - 2) bytes, and 123 are the most (RFC 6455 5.5)")
    }
    ourClose = CloseBody(payload: payload)
    put(.close, payload.span.bytes, into: sink)
    move(.weClose, into: sink)
  }

  /// Puts any frame on the wire, legal or not, as it is.
  public func sendFrame(
    _ header: FrameHeader, payload: RawSpan, into sink: some EventSink
  ) throws(UsageError) {
    try requireOpen()
    let offset = outbox.append(header)
    outbox.append(payload, of: header)
    if sink.wantsFrames {
      sink.sent(.header(header, offset: offset), bytes: RawSpan())
      tellRest(payload, to: sink)
    }
    if header.opcode == .close, header.isFinal, header.payloadLength == UInt64(payload.byteCount) {
      ourClose = CloseBody(payload: payload.withUnsafeBytes { Array($0) })
      hasSentClose = true
    }
  }

  // MARK: The opening handshake

  private func open(_ bytes: RawSpan, into sink: some EventSink) {
    var answer: HTTPHead?
    switch opening.receive(bytes, answer: &answer) {
    case .incomplete: break
    case .accepted(let report, let used):
      if let answer { outbox.append(head: answer.bytes) }
      use(report.deflate)
      move(.handshakeAccepted, into: sink)
      sink.received(.opened(report), bytes: RawSpan())
      if used < bytes.byteCount { receive(bytes.extracting(used..<bytes.byteCount), into: sink) }
    case .refused(let head, let used):
      refusal = Refusal(head)
      move(.handshakeRefused, into: sink)
      collectRefusal(bytes.extracting(used..<bytes.byteCount), into: sink)
    case .declined(let reason, let reply):
      outbox.append(head: reply)
      ending = reason
      move(.weDecline, into: sink)
    case .broken(let violations, let report, let reply):
      outbox.append(head: reply)
      for violation in violations { sink.received(.violation(violation), bytes: RawSpan()) }
      ending = .notWebSocket(
        violations, report, received: Array(opening.received.prefix(Refusal.bodyLimit)))
      move(.handshakeBroken, into: sink)
    }
  }

  private func use(_ agreed: DeflateParameters?) {
    guard let agreed, let deflate else { return }
    receiver = Receiver(from: role.peer, limits: limits, policy: .fail, deflate: agreed[role.peer])
    outbox.compression = Compression(agreed[role], options: deflate)
  }

  private func collectRefusal(_ bytes: RawSpan, into sink: some EventSink) {
    guard var refusal else { return }
    refusal.take(bytes)
    self.refusal = refusal
    ending = .refused(refusal.head, body: refusal.body)
    if refusal.isComplete { move(.refusalComplete, into: sink) }
  }

  // MARK: Frames

  private func read(_ bytes: RawSpan, into sink: some EventSink) {
    var index = 0
    while state != .ended, let signal = receiver.next(in: bytes, at: &index, into: sink) {
      switch signal {
      case .ping(let payload): answer(payload, into: sink)
      case .close(let body): closed(body, into: sink)
      case .failure(let violation): fail(violation, into: sink)
      }
    }
  }

  /// A Ping is answered as soon as possible, but only the latest one while the peer does not read (RFC 6455 5.5.2, 5.5.3).
  private func answer(_ payload: [UInt8], into sink: some EventSink) {
    guard state == .open else { return }
    if isCongested || streamed != nil {
      owedPong = payload
    } else {
      put(.pong, payload.span.bytes, into: sink)
    }
  }

  private func payPong(into sink: some EventSink) {
    guard let payload = owedPong else { return }
    owedPong = nil
    answer(payload, into: sink)
  }

  private func closed(_ body: CloseBody, into sink: some EventSink) {
    if state == .open, !hasSentClose {
      answerClose(CloseBody(code: body.code), into: sink)
      ending = .closed(body, by: role.peer)
    } else {
      ending = .closed(ourClose, by: role)
    }
    move(.peerCloses, into: sink)
    if role == .server { move(.serverIsDone, into: sink) }
  }

  private func fail(_ violation: Violation, into sink: some EventSink) {
    if state == .open {
      answerClose(CloseBody(code: violation.rule.closeCode, reason: violation.rule.id), into: sink)
    }
    ending = .violated(violation)
    move(.violation, into: sink)
  }

  /// Inside a message that is begun a Close would be read as its payload, so there the stream's end has to do.
  private func answerClose(_ body: CloseBody, into sink: some EventSink) {
    guard streamed == nil else { return }
    let payload = body.payload
    put(.close, payload.span.bytes, into: sink)
  }

  private func control(
    _ opcode: Opcode, _ payload: RawSpan, into sink: some EventSink
  ) throws(UsageError) {
    try requireOpen()
    guard payload.byteCount <= 125 else {
      throw UsageError(
        "a \(opcode.name.lowercased()) carries at most 125 bytes, not \(payload.byteCount) (RFC 6455 5.5)")
    }
    put(opcode, payload, into: sink)
  }

  static func notText(_ fault: UTF8Validator.Fault) -> UsageError {
    UsageError(
      "the text is not UTF-8 from its byte \(fault.start) on, and a text message must be (RFC 6455 5.6)")
  }

  /// Puts a frame of a message; RSV1 marks the first one of a message that is compressed (RFC 7692 6).
  private func putMessage(
    _ opcode: Opcode, _ payload: RawSpan, _ deflater: Deflater?, isFinal: Bool = true,
    into sink: some EventSink
  ) {
    guard let deflater else { return put(opcode, payload, isFinal: isFinal, into: sink) }
    let context = deflater.context
    var packed: [UInt8] = []
    deflater.append(payload, isLast: isFinal, to: &packed)
    let (header, offset) = outbox.append(
      opcode, packed.span.bytes, isFinal: isFinal, reserved: opcode == .continuation ? [] : .rsv1)
    guard sink.wantsFrames else { return }
    sink.sent(.header(header, offset: offset), bytes: RawSpan())
    sink.sent(.inflated(context), bytes: payload)
    tellRest(packed.span.bytes, to: sink)
  }

  private func put(_ opcode: Opcode, _ payload: RawSpan, isFinal: Bool = true, into sink: some EventSink) {
    let (header, offset) = outbox.append(opcode, payload, isFinal: isFinal)
    guard sink.wantsFrames else { return }
    sink.sent(.header(header, offset: offset), bytes: RawSpan())
    tellRest(payload, to: sink)
  }

  private func tellRest(_ payload: RawSpan, to sink: some EventSink) {
    if payload.byteCount > 0 { sink.sent(.payload, bytes: payload) }
    sink.sent(.frameEnd, bytes: RawSpan())
  }

  private func endStreamed(into sink: some EventSink) {
    guard streamed?.missing == 0 else { return }
    streamed = nil
    if sink.wantsFrames { sink.sent(.frameEnd, bytes: RawSpan()) }
    if !isCongested { payPong(into: sink) }
  }

  private func requireOpen() throws(UsageError) {
    guard state == .open else { throw UsageError("the connection is not open (\(state.rawValue))") }
    if let missing = streamed?.missing {
      throw UsageError("\(missing) bytes of the message that was begun are still to be sent")
    }
  }

  private func move(_ trigger: ConnectionState.Trigger, into sink: some EventSink) {
    let before = state
    state = state.after(trigger)
    if state == .ended, before != .ended, let ending { sink.received(.ended(ending), bytes: RawSpan()) }
  }
}
