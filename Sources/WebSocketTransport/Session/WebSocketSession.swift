import NIOCore
public import WebSocketWire

/// One connection on its event loop, as its delegate sees it: what is known of it, and what can be done with it.
///
/// All of it runs on the event loop and is not `Sendable`; `WebSocketConnection` is for any task.
public final class WebSocketSession {
  private let handler: SessionHandler
  private var connection: Connection { handler.connection }

  init(_ handler: SessionHandler) { self.handler = handler }

  // MARK: What is known

  /// Number of the connection in this run, from 1; a listener counts only clients that are open.
  package var number: Int { handler.facts.number }
  /// When the connection was begun, since the run began.
  package var start: Duration { handler.facts.start }
  /// The other end's address, with its port; empty where it has none.
  public var peerAddress: String { handler.facts.peerAddress }
  /// Our own address, with its port; empty where it has none.
  package var localAddress: String { handler.facts.localAddress }
  /// The steps to the open connection that are done.
  public var phases: [Phase] { handler.facts.phases }
  /// What TLS agreed on and whether the server is trusted, at a client that speaks it; nil for any other.
  public var tls: TLSReport? { handler.facts.tls }
  /// The subprotocol in use; nil where none was agreed on.
  public var subprotocol: String? { handler.facts.subprotocol }
  /// The system's words for what ended the stream, if it was not the peer in the ordinary way.
  package var streamError: String? { handler.facts.streamError }
  /// Which end we are.
  public var role: WebSocketRole { connection.role }
  /// The state of the connection.
  public var state: ConnectionState { connection.state }
  /// The time since the run began; while a batch is delivered, the time at which it came.
  package var now: Duration { handler.now }
  /// Whether the peer has begun a message in fragments that it has not finished.
  public var isInsideMessage: Bool { connection.isInsideMessage }
  /// How many bytes of the message that was begun are still to be given; nil when none is begun.
  public var remainingPayload: UInt64? { connection.remainingPayload }
  /// Whether more can be sent without piling up in memory.
  public var isWritable: Bool {
    !connection.isCongested && connection.outputCount < SessionHandler.outputBlock
  }
  /// Whether a message was sent that has not left this process, or never will.
  package var hasUnsentMessages: Bool { handler.output.holdsMessages || connection.remainingPayload != nil }
  /// Whether everything that was sent has left this process.
  package var isFlushed: Bool { handler.output.isEmpty && connection.outputCount == 0 }
  /// What it runs on; nil when the session has left it.
  var channel: (any Channel)? { handler.context?.channel }
  /// The loop that all of it runs on; nil when the session has left its channel.
  var isolatedLoop: NIOIsolatedEventLoop? { handler.context?.eventLoop.assumeIsolated() }

  /// Who is called from now on; its first event is the one that is being handled.
  public func deliver(to delegate: any SessionDelegate) { handler.delegate = delegate }

  // MARK: Reading

  /// Why nothing is read from the socket; while there is a reason, the deadlines that wait for the peer are paused too.
  public var pauseReasons: PauseReasons {
    get { handler.pauseReasons }
    set { handler.pauseReasons = newValue }
  }

  // MARK: Sending

  /// Sends a message; see `Connection.send`.
  public func send(_ kind: MessageKind, _ payload: [UInt8]) throws(UsageError) {
    try connection.send(kind, payload.span.bytes, at: now, into: handler)
    handler.noteMessage()
  }

  /// Sends a message of bytes that live as long as the call; see `Connection.send`.
  func send(_ kind: MessageKind, _ payload: RawSpan) throws(UsageError) {
    if try sendInBlocks(kind, payload) { return }
    try connection.send(kind, payload, at: now, into: handler)
    handler.noteMessage()
  }

  /// Sends each of these pieces of a block as a message; see `Connection.send`.
  package func send(
    _ kind: MessageKind, _ pieces: [Range<Int>], of block: RawSpan
  ) throws(UsageError) -> Int {
    if pieces.count == 1, try sendInBlocks(kind, block.extracting(pieces[0])) { return 1 }
    let sent = try connection.send(kind, pieces, of: block, at: now, into: handler)
    if sent > 0 { handler.noteMessage() }
    return sent
  }

  /// Sends a long message block by block, each of which leaves, if it can, before the next is masked, so that it stays in the
  /// cache; false where the message is not long, not valid, compressed or looked at.
  private func sendInBlocks(_ kind: MessageKind, _ message: RawSpan) throws(UsageError) -> Bool {
    guard message.byteCount > Self.blockSize, !handler.isDelivering, !handler.interests.contains(.frames),
      !connection.compresses, kind == .binary || UTF8Validator.fault(in: message) == nil
    else { return false }
    try beginMessage(kind, length: UInt64(message.byteCount))
    var start = 0
    // A write may find that the stream has ended.
    while connection.remainingPayload != nil, connection.state == .open {
      let end = min(start + Self.blockSize, message.byteCount)
      try connection.continueMessage(message.extracting(start..<end), at: now, into: handler)
      start = end
      handler.noteMessage()
    }
    return true
  }

  /// How much of a long message is masked and written at a time, in bytes.
  private static let blockSize = 131_072

  /// Sends a message in frames of these pieces; see `Connection.send`.
  public func send(_ kind: MessageKind, fragments: [[UInt8]]) throws(UsageError) {
    try connection.send(kind, fragments: fragments, at: now, into: handler)
    handler.output.noteMessage()
  }

  /// Sends any frame, legal or not; see `Connection.sendFrame`.
  public func sendFrame(_ header: FrameHeader, payload: [UInt8]) throws(UsageError) {
    try sendFrame(header, payload: payload.span.bytes)
  }

  /// The same with bytes that live as long as the call.
  func sendFrame(_ header: FrameHeader, payload: RawSpan) throws(UsageError) {
    try connection.sendFrame(header, payload: payload, at: now, into: handler)
    handler.noteMessage()
  }

  /// Sends a frame of a message that is compressed if that was agreed on; see `Connection.sendCompressed`.
  package func sendCompressed(_ opcode: Opcode, _ payload: [UInt8], isFinal: Bool) throws(UsageError) {
    try connection.sendCompressed(opcode, payload.span.bytes, isFinal: isFinal, at: now, into: handler)
    handler.noteMessage()
  }

  /// Begins a message whose bytes follow through `continueMessage`; see `Connection.beginMessage`.
  public func beginMessage(_ kind: MessageKind, length: UInt64) throws(UsageError) {
    try connection.beginMessage(kind, length: length, at: now, into: handler)
    handler.output.noteMessage()
  }

  /// Sends the next bytes of the message that was begun; see `Connection.continueMessage`.
  public func continueMessage(_ payload: [UInt8]) throws(UsageError) {
    try continueMessage(payload.span.bytes)
  }

  /// The same with bytes that live as long as the call.
  func continueMessage(_ payload: RawSpan) throws(UsageError) {
    try connection.continueMessage(payload, at: now, into: handler)
    handler.noteMessage()
  }

  /// Sends a Ping; see `Connection.ping`.
  public func ping(_ payload: [UInt8] = []) throws(UsageError) {
    try connection.ping(payload.span.bytes, at: now, into: handler)
  }

  /// Sends a Pong; see `Connection.pong`.
  public func pong(_ payload: [UInt8] = []) throws(UsageError) {
    try connection.pong(payload.span.bytes, at: now, into: handler)
  }

  /// Has all that `body` sends happen at one time, for one look at the clock.
  package func atOneTime<Value>(_ body: () throws -> Value) rethrows -> Value { try handler.atOneTime(body) }

  /// Hands everything that was sent since the last time to the system.
  public func flush() { handler.handle(.outputChanged) }

  // MARK: Ending

  /// Begins the closing handshake; see `Connection.close`.
  public func close(_ code: CloseCode? = .normalClosure, reason: String = "") throws(UsageError) {
    try connection.close(code, reason: reason, at: now, into: handler)
    handler.handle(.outputChanged)
  }

  /// Begins the closing handshake, unless the peer does, when everything is read that it has sent by now.
  package func closeAfterInput(_ payload: ClosePayload) {
    handler.handle(.closeAfterInput(payload, waiting: handler.waitingInput))
  }

  /// Ends the connection in whatever state it is, with a closing handshake where there can be one: not before it is open, and not inside a
  /// frame whose payload is not complete. With `afterInput` the Close waits as that of `closeAfterInput` does.
  package func shutDown(
    _ payload: ClosePayload = ClosePayload(code: .normalClosure), afterInput: Bool = false
  ) {
    switch connection.state {
    case .opening, .refused: abort()
    case .open where connection.remainingPayload != nil: abort()
    case .open:
      if afterInput {
        closeAfterInput(payload)
      } else {
        try? close(payload.code ?? .normalClosure, reason: payload.reason)
      }
    case .closeSent, .closed, .failed, .ended: break
    }
  }

  /// Drops the connection without a closing handshake.
  public func abort() { handler.handle(.abort) }
}
