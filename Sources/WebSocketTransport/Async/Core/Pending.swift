import NIOConcurrencyHelpers

/// A result that one task waits for, and that the event loop or a cancellation gives; the first one counts.
final class Pending<Value: Sendable>: Sendable {
  private enum State {
    case idle
    case waiting(CheckedContinuation<Value, any Error>)
    case complete(Result<Value, any Error>)
    case taken
  }

  private let state = NIOLockedValueBox(State.idle)

  /// Gives the result; false where there is one already.
  @discardableResult
  func complete(_ result: Result<Value, any Error>) -> Bool {
    let (isFirst, waiter) = state.withLockedValue { state -> (Bool, CheckedContinuation<Value, any Error>?) in
      switch state {
      case .idle:
        state = .complete(result)
        return (true, nil)
      case .waiting(let waiter):
        state = .taken
        return (true, waiter)
      case .complete, .taken: return (false, nil)
      }
    }
    waiter?.resume(with: result)
    return isFirst
  }

  /// Waits for the result, once. A cancellation ends the wait at once, with `CancellationError`; `onCancel` then cleans up.
  func value(onCancel: @escaping @Sendable () -> Void = {}) async throws -> Value {
    try await withTaskCancellationHandler {
      try await valueInAnyCase()
    } onCancel: {
      if complete(.failure(CancellationError())) { onCancel() }
    }
  }

  /// Waits for the result, once, whether the task is cancelled or not.
  func valueInAnyCase() async throws -> Value {
    try await withCheckedThrowingContinuation { waiter in
      let result = state.withLockedValue { state -> Result<Value, any Error>? in
        guard case .complete(let result) = state else {
          state = .waiting(waiter)
          return nil
        }
        state = .taken
        return result
      }
      if let result { waiter.resume(with: result) }
    }
  }
}
