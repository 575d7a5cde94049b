import Foundation
import Synchronization

/// What a child has written so far to one descriptor; a test waits on its content, never on the clock.
final class ByteStream: Sendable {
  private struct Waiter {
    var isEnough: @Sendable (Data) -> Bool
    var continuation: CheckedContinuation<Data, Never>
  }

  private struct State {
    var bytes = Data()
    var hasEnded = false
    var waiters: [Waiter] = []
  }

  private let state = Mutex(State())

  func append(_ piece: Data) {
    let (ready, bytes) = state.withLock { state in
      state.bytes.append(piece)
      guard !state.waiters.isEmpty else { return ([Waiter](), Data()) }
      let all = state.bytes
      let ready = state.waiters.filter { $0.isEnough(all) }
      state.waiters.removeAll { $0.isEnough(all) }
      return (ready, all)
    }
    for waiter in ready { waiter.continuation.resume(returning: bytes) }
  }

  func finish() {
    let (ready, bytes) = state.withLock { state in
      state.hasEnded = true
      defer { state.waiters = [] }
      return (state.waiters, state.bytes)
    }
    for waiter in ready { waiter.continuation.resume(returning: bytes) }
  }

  /// All bytes so far, as soon as `isEnough` holds of them or the stream has ended.
  @discardableResult
  func wait(until isEnough: @escaping @Sendable (Data) -> Bool) async -> Data {
    await withCheckedContinuation { continuation in
      let now: Data? = state.withLock { state in
        if state.hasEnded || isEnough(state.bytes) { return state.bytes }
        state.waiters.append(Waiter(isEnough: isEnough, continuation: continuation))
        return nil
      }
      if let now { continuation.resume(returning: now) }
    }
  }

  /// All bytes, at the end of the stream.
  func all() async -> Data {
    await wait { _ in false }
  }

  /// The text so far, as soon as `part` is in it or the stream has ended.
  @discardableResult
  func wait(for part: String) async -> String {
    let wanted = Data(part.utf8)
    return String(decoding: await wait { $0.range(of: wanted) != nil }, as: UTF8.self)
  }

  /// The first line, without its end, or what there is of it when the stream ends.
  func firstLine() async -> String {
    let bytes = await wait { $0.contains(UInt8(ascii: "\n")) }
    return String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
  }
}
