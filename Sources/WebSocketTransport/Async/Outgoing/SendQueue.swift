import NIOConcurrencyHelpers
import WebSocketWire

/// What tasks send, on its way to the event loop: a send that finds room takes a lock and wakes the loop at most once.
///
/// A task whose send finds no room waits in the order of its call, and hands nothing over before there is some; a message in
/// pieces keeps the others waiting until it is complete.
final class SendQueue: Sendable {
  enum Item: Sendable {
    case message(MessageKind, OutgoingBytes)
    /// A message of this many bytes in one frame.
    case begin(MessageKind, length: UInt64)
    /// The next bytes of that message.
    case piece(OutgoingBytes)
    /// A frame of a message in fragments.
    case fragment(MessageKind, OutgoingBytes, isFirst: Bool, isLast: Bool)

    fileprivate var cost: Int {
      switch self {
      case .message(_, let bytes), .piece(let bytes), .fragment(_, let bytes, _, _): bytes.count + overhead
      case .begin: overhead
      }
    }

    /// Whether it goes on with a message that has its turn.
    fileprivate var continues: Bool {
      switch self {
      case .piece: true
      case .fragment(_, _, let isFirst, _): !isFirst
      case .message, .begin: false
      }
    }

    fileprivate var beginsTurn: Bool {
      switch self {
      case .begin: true
      case .fragment(_, _, let isFirst, let isLast): isFirst && !isLast
      case .message, .piece: false
      }
    }

    /// What a message takes beside its bytes.
    private var overhead: Int { 64 }
  }

  private struct Waiter {
    let item: Item
    let pending: Pending<Void>
  }

  private struct State {
    var items: [Item] = []
    var cost = 0
    var isLoopAwake = false
    var isInTurn = false
    var waiters: [Waiter] = []
    var failure: WebSocketError?

    func hasRoom(for item: Item, limit: Int) -> Bool { cost < limit && (item.continues || !isInTurn) }

    mutating func append(_ item: Item) {
      if item.beginsTurn { isInTurn = true }
      items.append(item)
      cost += item.cost
    }

    /// Lets those in that find room now, in their order.
    mutating func admit(limit: Int) {
      while let first = waiters.first, hasRoom(for: first.item, limit: limit) {
        waiters.removeFirst()
        if first.pending.complete(.success(())) { append(first.item) }
      }
    }

    /// Whether the loop has to be woken for what is here now.
    mutating func wakesLoop() -> Bool {
      guard !isLoopAwake, !items.isEmpty else { return false }
      isLoopAwake = true
      return true
    }
  }

  private let limit: Int
  private let wake: @Sendable () -> Void
  private let state = NIOLockedValueBox(State())

  /// `wake` has the event loop call `take` until it gives nil; `limit` is how much waits for that, in bytes.
  init(limit: Int = 262_144, wake: @escaping @Sendable () -> Void) {
    self.limit = limit
    self.wake = wake
  }

  /// Hands an item over, once there is room. A `CancellationError` or a `WebSocketError` says that it was not.
  func send(_ item: Item) async throws {
    guard let pending = try put(item) else { return }
    try await pending.value { [self] in forget(pending) }
  }

  /// Hands an item over where there is room; gives what waits for it where there is none.
  private func put(_ item: Item) throws -> Pending<Void>? {
    try Task.checkCancellation()
    var wakes = false
    let pending = try state.withLockedValue { state -> Pending<Void>? in
      if let failure = state.failure { throw failure }
      if item.continues ? state.cost < limit : state.waiters.isEmpty && state.hasRoom(for: item, limit: limit)
      {
        state.append(item)
        wakes = state.wakesLoop()
        return nil
      }
      let waiter = Waiter(item: item, pending: Pending())
      state.waiters.insert(waiter, at: item.continues ? 0 : state.waiters.count)
      return waiter.pending
    }
    if wakes { wake() }
    return pending
  }

  /// Ends the turn of a message in pieces.
  func endTurn() {
    state.withLockedValue { state in
      state.isInTurn = false
      state.admit(limit: limit)
    }
    if state.withLockedValue({ $0.wakesLoop() }) { wake() }
  }

  /// Takes what waits; nil when there is nothing, and then the loop is woken for the next one.
  func take() -> [Item]? {
    state.withLockedValue { state in
      guard !state.items.isEmpty else {
        state.isLoopAwake = false
        return nil
      }
      var taken: [Item] = []
      swap(&taken, &state.items)
      state.cost = 0
      state.admit(limit: limit)
      return taken
    }
  }

  /// Fails all that waits and every later send. Only the first failure counts.
  func fail(_ failure: WebSocketError) {
    let waiters = state.withLockedValue { state -> [Waiter] in
      guard state.failure == nil else { return [] }
      state.failure = failure
      state.items = []
      defer { state.waiters = [] }
      return state.waiters
    }
    for waiter in waiters { waiter.pending.complete(.failure(failure)) }
  }

  /// Drops a waiter that was cancelled; those after it may find room.
  private func forget(_ pending: Pending<Void>) {
    state.withLockedValue { state in
      state.waiters.removeAll { $0.pending === pending }
      state.admit(limit: limit)
    }
    if state.withLockedValue({ $0.wakesLoop() }) { wake() }
  }
}
