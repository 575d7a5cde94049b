import WebSocketWire

/// What follows what between a socket and its connection, without either of them.
///
/// `SessionHandler` reports what happens and performs the actions in their order. An action may make more happen before the next
/// one is performed, so what depends on the connection is asked when its turn comes (`settle`, `checkClose`).
struct SessionMachine {
  enum Input: Equatable {
    /// There is a delegate, so the opening handshake can begin.
    case begin
    case tlsCompleted
    /// This many bytes came.
    case bytesRead(Int)
    /// The connection has taken all bytes that came.
    case bytesDelivered(ConnectionState)
    case readCompleted
    /// The peer sends no more.
    case inputEnded
    /// The connection or its TLS cannot be opened.
    case failed(TransportError)
    case abort
    /// A Close is to be sent once the bytes are read that wait in the socket, this many of them.
    case closeAfterInput(ClosePayload, waiting: Int)
    /// This many bytes wait in the socket.
    case checkClose(ConnectionState, waiting: Int)
    case pause(PauseReasons)
    /// Something is to be sent, or the socket has room again.
    case outputChanged
    /// The output is written as far as the socket takes it.
    case settled(ConnectionState, wantsOutputEnd: Bool)
    case deadlinePassed
    /// The handler has left its channel.
    case removed
  }

  enum Action: Equatable {
    /// Asks the socket for bytes.
    case read
    /// Has the connection take the bytes that came.
    case deliver
    /// Keeps the bytes until those before them are taken.
    case postpone
    /// Reports the end of the peer's stream to the connection.
    case receiveEOF
    /// Has the connection give up: at the owner's wish, or because the peer goes on sending after our Close.
    case abandon, abandonClosing
    /// Reports to the connection that the deadline of its state has passed.
    case passDeadline
    case sendClose(ClosePayload)
    /// Looks whether a Close that waits can be sent.
    case checkClose
    /// Hands the connection's output to the channel.
    case write
    /// Writes and flushes, and then brings the socket and the timer in line with the connection.
    case settle
    case reportBatchEnd
    /// Reports `failure` to the delegate.
    case reportFailure
    case endOutput
    /// Runs the timer of the connection's deadline.
    case followDeadline
    case stopTimer
    /// Closes the socket at once.
    case close
    /// Closes the socket when what was written has left.
    case closeAfterOutput
    /// Ends the output when it has left, and drops what comes until the peer ends its own.
    case linger
  }

  private enum Stage {
    /// There is no delegate yet.
    case waiting
    case running
    case over
  }

  private var stage = Stage.waiting
  /// What kept the connection from opening.
  private(set) var failure: TransportError?
  /// Whether the TLS handshake is under way.
  private(set) var awaitsTLS: Bool
  private let role: WebSocketRole
  /// Whether the connection is taking bytes; what it does meanwhile is seen to afterwards.
  private(set) var isDelivering = false
  private var bytesInDelivery = 0
  private var mustAbort = false
  private var hasInputEnded = false
  private var hasOutputEnded = false
  private(set) var pauseReasons: PauseReasons = []
  private var pendingClose: PendingClose?
  private var bytesAfterClose = 0

  /// A peer that sends more than this after our Close, in bytes, which no system holds on the way, does not mean to answer it.
  static let closingLimit = 64 << 20

  init(usesTLS: Bool, role: WebSocketRole = .client) {
    awaitsTLS = usesTLS
    self.role = role
  }

  var isOver: Bool { stage == .over }

  /// Whether the timer of that deadline is paused: the peer's Close cannot come while nothing is read.
  func isPaused(_ deadline: Deadline?) -> Bool { deadline == .close && !pauseReasons.isEmpty }

  mutating func handle(_ input: Input) -> [Action] {
    switch input {
    case .begin: return begin()
    case .tlsCompleted: awaitsTLS = false
    case .bytesRead(let count): return bytesRead(count)
    case .bytesDelivered(let state): return bytesDelivered(state)
    case .readCompleted: return readCompleted()
    case .inputEnded: return inputEnded()
    case .failed(let error): return fail(error)
    case .abort: return abort()
    case .closeAfterInput(let payload, let waiting): return closeAfterInput(payload, waiting)
    case .checkClose(let state, let waiting): return checkClose(state, waiting)
    case .pause(let reasons): return pause(reasons)
    case .outputChanged: return isDelivering || isOver ? [] : [.settle]
    case .settled(let state, let wantsOutputEnd): return settled(state, wantsOutputEnd)
    case .deadlinePassed: return [.passDeadline, .settle]
    case .removed:
      if stage == .running { stage = .over }
      return [.stopTimer]
    }
    return []
  }

  private mutating func begin() -> [Action] {
    guard stage == .waiting else { return [] }
    stage = .running
    if let failure { return fail(failure) }
    if mustAbort { return abort() }
    if hasInputEnded { return inputEnded() }
    return [.settle, .read]
  }

  // MARK: Input

  private mutating func bytesRead(_ count: Int) -> [Action] {
    pendingClose?.noteRead(count)
    bytesInDelivery += count
    // A write that fails drains the socket at once, which may be while the connection takes bytes.
    if isDelivering { return [.postpone] }
    isDelivering = true
    return [.deliver]
  }

  private mutating func bytesDelivered(_ state: ConnectionState) -> [Action] {
    isDelivering = false
    if state == .closeSent { bytesAfterClose += bytesInDelivery }
    bytesInDelivery = 0
    if mustAbort { return abort() }
    if bytesAfterClose > Self.closingLimit { return [.abandonClosing, .settle] }
    return hasInputEnded ? inputEnded() : []
  }

  private func readCompleted() -> [Action] {
    if isDelivering { return [] }
    // Bytes are asked for before anything is written: a write that fails then still drains what the peer has sent. What has not
    // been tried yet is written before the delegate looks at what the peer does not take.
    let reads = pauseReasons.isEmpty && !isOver
    if pendingClose == nil {
      return reads ? [.read, .write, .reportBatchEnd, .settle] : [.write, .reportBatchEnd, .settle]
    }
    return (reads ? [.read] : []) + [.write, .reportBatchEnd, .checkClose, .settle]
  }

  /// What was sent still leaves.
  private mutating func inputEnded() -> [Action] {
    hasInputEnded = true
    guard stage == .running, !isDelivering else { return [] }
    guard awaitsTLS else { return [.receiveEOF, .settle] }
    return fail(
      TransportError(
        .tlsFailed, "the TLS handshake failed: the stream ended before it was done",
        remedy: role == .client ? .connectWithoutTLS : nil))
  }

  private mutating func fail(_ error: TransportError) -> [Action] {
    guard !isOver else { return [] }
    failure = error
    guard stage == .running else { return [] }
    stage = .over
    return [.stopTimer, .reportFailure, .close]
  }

  private mutating func pause(_ reasons: PauseReasons) -> [Action] {
    let wasPaused = !pauseReasons.isEmpty
    pauseReasons = reasons
    guard wasPaused == reasons.isEmpty, !isOver else { return [] }
    if reasons.isEmpty { return [.followDeadline, .read] }
    return isDelivering || pendingClose == nil ? [.followDeadline] : [.followDeadline, .checkClose]
  }

  // MARK: Ending

  /// The end must not reach the connection while it takes bytes, nor while there is no delegate to report it to.
  private mutating func abort() -> [Action] {
    mustAbort = isDelivering || stage == .waiting
    return mustAbort ? [] : [.abandon, .close]
  }

  private mutating func closeAfterInput(_ payload: ClosePayload, _ waiting: Int) -> [Action] {
    guard pendingClose == nil else { return [] }
    pendingClose = PendingClose(payload, waiting: waiting)
    return isDelivering ? [] : [.checkClose]
  }

  private mutating func checkClose(_ state: ConnectionState, _ waiting: Int) -> [Action] {
    guard let close = pendingClose, !pauseReasons.isEmpty || close.isDue(waiting: waiting) else { return [] }
    pendingClose = nil
    // The peer may have closed first.
    return state == .open ? [.sendClose(close.payload)] : []
  }

  private mutating func settled(_ state: ConnectionState, _ wantsOutputEnd: Bool) -> [Action] {
    if state == .ended {
      guard !isOver else { return [] }
      stage = .over
      return [.stopTimer, wantsOutputEnd && !hasInputEnded ? .linger : .closeAfterOutput]
    }
    if isOver { return [] }
    guard wantsOutputEnd, !hasOutputEnded else { return [.followDeadline] }
    hasOutputEnded = true
    return [.endOutput, .followDeadline]
  }
}
