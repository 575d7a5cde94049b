/// How a client's prompt gets and leaves its connection, apart from any socket, so that a test tries every input in every state.
struct ClientPromptStateMachine: Hashable {
  /// How far the connection has come.
  enum Link: Hashable, CaseIterable {
    case none
    /// A connect is under way.
    case connecting
    case open
    /// A Close was sent or received, or the connection was failed; the stream has yet to end.
    case closing
  }

  enum Input: Hashable, CaseIterable {
    /// The user asks for a connection, to the same URL or to another.
    case connect
    /// The user gives up a connection that is on its way.
    case giveUp
    /// The user or a signal asks for the end of the program.
    case leave
    case opened
    case closing
    /// The connection is over, or it did not come about.
    case ended
    /// The same, and another is to be made after a while.
    case retry
  }

  /// What has to be done; nil where something has to come first.
  enum Action: Hashable {
    /// Connect, and cancel a connect that is under way.
    case connect
    /// Connect after a while.
    case wait
    /// Begin the closing handshake.
    case close
    /// End the stream at once.
    case abort
    /// Stay at the prompt without a connection.
    case rest
    /// End the program.
    case finish
  }

  private(set) var link = Link.none
  /// The user asked for a connection, and the present one has yet to end.
  private(set) var isReplacing = false
  private(set) var isLeaving = false
  /// A first connection that does not come about is the end, as it is for a script.
  private(set) var hasOpened = false

  /// Whether a connection is on its way, for which messages wait.
  var isConnecting: Bool { isReplacing || link == .connecting }

  mutating func handle(_ input: Input) -> Action? {
    switch input {
    case .connect: return connect()
    case .giveUp: return giveUp()
    case .leave: return leave()
    case .opened:
      link = .open
      hasOpened = true
    case .closing:
      if link == .open { link = .closing }
    case .ended: return ended()
    case .retry: return retry()
    }
    return nil
  }

  private mutating func connect() -> Action? {
    // Leaving wins over a connection that is asked for afterwards.
    if isLeaving { return nil }
    switch link {
    case .none, .connecting:
      link = .connecting
      return .connect
    case .open:
      defer { isReplacing = true }
      // A closing handshake that was asked for once is under way.
      return isReplacing ? nil : .close
    case .closing:
      isReplacing = true
      return nil
    }
  }

  private mutating func giveUp() -> Action? {
    isReplacing = false
    return link == .connecting ? ended() : nil
  }

  private mutating func leave() -> Action? {
    isReplacing = false
    // A user who asks twice does not want to wait for the closing handshake.
    let isUrgent = isLeaving
    isLeaving = true
    switch link {
    case .none, .connecting: return .finish
    case .open: return isUrgent ? .abort : .close
    case .closing: return isUrgent ? .abort : nil
    }
  }

  private mutating func retry() -> Action? {
    if link == .none || isLeaving || isReplacing { return ended() }
    link = .connecting
    return .wait
  }

  private mutating func ended() -> Action? {
    if link == .none { return nil }
    link = .none
    if isLeaving { return .finish }
    if isReplacing {
      isReplacing = false
      link = .connecting
      return .connect
    }
    return hasOpened ? .rest : .finish
  }
}
