import NIOConcurrencyHelpers
import NIOPosix
import WebSocketCapture
import WebSocketWire

/// Reads a recording on a thread of its own, which waits while what it has read is not taken.
final class RecordingFeed: Sendable {
  private enum Stage {
    /// The thread may hand something over.
    case empty
    /// There is something to be taken.
    case full
  }

  private struct Batch {
    var items: [ComparedItem] = []
    var end: Result<Void, Failure>?
    var isCancelled = false
  }

  private let stage = ConditionLock(value: Stage.empty)
  /// Guarded by the lock.
  private nonisolated(unsafe) var batch = Batch()

  /// How many messages are handed over at a time, and how many bytes of them.
  private static let batchCount = 256
  private static let batchSize = 1 << 20

  init(_ reading: ChosenRecording, byFrame: Bool) {
    let pool = NIOThreadPool(numberOfThreads: 1)
    pool.start()
    pool.submit { [self] _ in run(reading, ItemJoiner(byFrame: byFrame, limit: reading.limit)) }
  }

  /// The next messages; nil at the end. Fails where the recording cannot be read.
  func next() throws(Failure) -> [ComparedItem]? {
    stage.lock(whenValue: .full)
    let items = batch.items
    let end = batch.end
    batch.items = []
    // The end stays to be taken.
    stage.unlock(withValue: end == nil ? .empty : .full)
    if !items.isEmpty { return items }
    try end?.get()
    return nil
  }

  /// Reads no more.
  func cancel() {
    stage.lock()
    batch.isCancelled = true
    stage.unlock(withValue: .empty)
  }

  private func run(_ reading: ChosenRecording, _ joiner: ItemJoiner) {
    var joiner = joiner
    var (items, size) = ([ComparedItem](), 0)
    var tap: RecordingTap?
    let reader = RecordingTap(reading.name, limit: reading.limit) { [self] frame in
      guard let item = joiner.add(frame) else { return }
      if joiner.hasOverlong, let tap { return tap.stop(tap.overlong) }
      items.append(item)
      size += item.content.count
      guard items.count >= Self.batchCount || size >= Self.batchSize else { return }
      if !hand(&items) { tap?.stop(Failure(.done, "the reading was given up")) }
      size = 0
    }
    tap = reader
    let result: Result<Void, Failure>
    do throws(Failure) {
      try reading.read(into: reader)
      reading.tell(of: reader)
      result = .success(())
    } catch {
      result = .failure(error)
    }
    tap = nil
    items += joiner.end()
    _ = hand(&items, result)
  }

  /// Hands over what was read; false where it is not taken any more.
  private func hand(_ items: inout [ComparedItem], _ end: Result<Void, Failure>? = nil) -> Bool {
    stage.lock(whenValue: .empty)
    let goesOn = !batch.isCancelled
    if goesOn {
      batch.items = items
      batch.end = end
    }
    items = []
    stage.unlock(withValue: goesOn ? .full : .empty)
    return goesOn
  }
}
