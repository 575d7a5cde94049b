import NIOConcurrencyHelpers

/// What an event loop delivers to the one task that takes it: everything that waits is taken at once, under one lock.
final class InboundQueue<Element: Sendable>: Sendable {
  /// What was taken, and whether its producer was stopped and can go on.
  struct Taken: Sendable {
    var elements: [Element] = []
    var resumesProducer = false
  }

  private struct State {
    var elements: [Element] = []
    var cost = 0
    var isClaimed = false
    var isAbandoned = false
    var isProducerStopped = false
    var end: Result<Void, WebSocketError>?
    var taker: Pending<Taken?>?
  }

  private let limit: Int
  private let state = NIOLockedValueBox(State())

  /// The producer is stopped while the elements that wait cost `limit` or more.
  init(limit: Int) { self.limit = limit }

  /// Takes the elements out of the array; gives whether the producer has to stop. `cost` is that of all of them.
  func push(_ elements: inout [Element], cost: Int) -> Bool {
    var pushed: [Element] = []
    swap(&pushed, &elements)
    // As many are likely to come next time.
    elements.reserveCapacity(min(pushed.count, 1024))
    return state.withLockedValue { state in
      if state.isAbandoned || state.end != nil { return false }
      if let taker = state.taker {
        state.taker = nil
        if taker.complete(.success(Taken(elements: pushed))) { return false }
      }
      if state.elements.isEmpty { swap(&state.elements, &pushed) } else { state.elements += pushed }
      state.cost += cost
      state.isProducerStopped = state.cost >= limit
      return state.isProducerStopped
    }
  }

  /// Whether the producer was stopped, and what waited then was not taken.
  var isProducerStopped: Bool { state.withLockedValue { $0.isProducerStopped } }

  /// Whether what waits costs as much as it may.
  var isFull: Bool { state.withLockedValue { $0.cost >= limit } }

  /// Ends the queue: what waits can still be taken. Only the first end counts.
  func finish(_ end: Result<Void, WebSocketError>) {
    state.withLockedValue { state in
      guard state.end == nil else { return }
      state.end = end
      guard let taker = state.taker else { return }
      state.taker = nil
      state.isAbandoned = true
      taker.complete(end.map { nil }.mapError { $0 })
    }
  }

  /// Makes the caller the one that takes; false where there is one already.
  func claim() -> Bool {
    state.withLockedValue { state in
      defer { state.isClaimed = true }
      return !state.isClaimed
    }
  }

  /// Drops what waits and all that still comes; gives whether the producer was stopped.
  func abandon() -> Bool {
    state.withLockedValue { state in
      state.isAbandoned = true
      state.elements = []
      state.cost = 0
      defer { state.isProducerStopped = false }
      return state.isProducerStopped
    }
  }

  /// Waits for elements; nil after the last one of a queue that ended well, which throws its error otherwise.
  func take() async throws -> Taken? {
    try Task.checkCancellation()
    let taker = Pending<Taken?>()
    let taken = try state.withLockedValue { state -> Taken? in
      if !state.elements.isEmpty {
        var taken = Taken(resumesProducer: state.isProducerStopped)
        swap(&taken.elements, &state.elements)
        state.cost = 0
        state.isProducerStopped = false
        return taken
      }
      if let end = state.end {
        // The error is thrown once, and after it there is nothing more.
        defer { state.end = .success(()) }
        try end.get()
        return Taken()
      }
      if state.isAbandoned { return Taken() }
      state.taker = taker
      return nil
    }
    guard let taken else { return try await taker.value() }
    return taken.elements.isEmpty ? nil : taken
  }
}
