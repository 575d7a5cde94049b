import NIOCore
import NIOPosix
import SystemCalls
import WebSocketWire

/// Writes blocks to a descriptor beside the event loop: a reader that is slow fills a bounded queue, never the loop's time.
///
/// All calls come on the event loop. `onRoom` is called when a full queue has room again, `onLoss` once, when writing fails.
final class OutputWriter: ByteOutput {
  private let descriptor: Int32
  private let loop: any EventLoop
  private let pool: NIOThreadPool
  private let prompt: NonblockingDescriptor?
  private var queue: [UInt8] = []
  private var isWriting = false
  private var hasThread = false
  private var hasBeenFull = false
  private var whenIdle: [() -> Void] = []
  private(set) var isLost = false
  /// The `errno` that ended the writing.
  private(set) var lossCode: Int32?
  var onRoom: () -> Void = {}
  var onLoss: (Int32) -> Void = { _ in }

  /// How many bytes are worth a system call before the batch ends.
  private static let blockSize = 65536

  /// How many bytes are worth a system call of their own rather than a copy.
  private static let directSize = 8192

  /// How many bytes a message must have, on the average, for a call that gathers them to cost less than copies.
  private static let gatheredSize = 512

  /// How many bytes may wait before `isFull`.
  static let capacity = 262_144

  init(_ descriptor: Int32, loop: any EventLoop) {
    self.descriptor = descriptor
    self.loop = loop
    prompt = NonblockingDescriptor(descriptor, access: O_WRONLY)
    pool = NIOThreadPool(numberOfThreads: 1)
    // A file or null device never keeps anyone waiting; a thread is made for the first write that does.
  }

  /// Whether the producer should pause.
  var isFull: Bool { queue.count >= Self.capacity }

  func append(_ bytes: RawSpan) {
    guard !isLost, bytes.byteCount < Self.directSize || !writesDirectly(bytes) else { return }
    bytes.withUnsafeBytes { queue.append(contentsOf: $0) }
    if queue.count >= Self.blockSize, !isWriting { flush() }
  }

  func append(_ batch: MessageBatch, of bytes: RawSpan, end: UInt8?) {
    guard !isLost else { return }
    let size = batch.pieces.reduce(end == nil ? 0 : batch.completed) { $0 + $1.bytes.count }
    var gone = 0
    if size >= Self.gatheredSize * batch.pieces.count {
      gone = writeTogether(batch, of: bytes, end: end)
      if isLost { return }
    }
    if gone == queue.count + size {
      queue.removeAll(keepingCapacity: true)
      return written(0)
    }
    queue.append(addingCapacity: size) { (target: inout OutputSpan<UInt8>) in
      for piece in batch.pieces {
        target.append(bytes.extracting(piece.bytes))
        if let end, piece.endsMessage { target.append(end) }
      }
    }
    if gone > 0 { queue.removeSubrange(..<gone) }
    if queue.count >= Self.blockSize, !isWriting { flush() }
  }

  /// Begins to write what is queued, unless a write is under way.
  func flush() {
    guard !isWriting, !isLost, !queue.isEmpty else { return settleIdle() }
    if let prompt, writesAtOnce(prompt) { return }
    let block = queue
    queue = []
    isWriting = true
    if !hasThread {
      hasThread = true
      pool.start()
    }
    let target = descriptor
    pool.runIfActive(eventLoop: loop) { Descriptor.writeAll(target, block) }
      .assumeIsolated().whenComplete { result in
        self.isWriting = false
        self.written((try? result.get()) ?? EIO)
        self.flush()
      }
  }

  /// Tries to write the bytes from where they are; what does not go through at once is queued. False when the queue has to
  /// take them.
  private func writesDirectly(_ bytes: RawSpan) -> Bool {
    guard let prompt, !isWriting else { return false }
    if !queue.isEmpty { _ = writesAtOnce(prompt) }
    // A callback that heard of the room may have queued more.
    guard !isLost, !isWriting, queue.isEmpty else { return isLost }
    switch bytes.withUnsafeBytes({ prompt.write($0) }) {
    case .done(let count):
      bytes.extracting(droppingFirst: count).withUnsafeBytes { queue.append(contentsOf: $0) }
      return true
    case .wouldWait: return false
    case .failed(let error):
      written(error)
      return true
    }
  }

  /// Tries to write what is queued and the batch after it with one call; returns how many bytes went through.
  private func writeTogether(_ batch: MessageBatch, of bytes: RawSpan, end: UInt8?) -> Int {
    guard let prompt, !isWriting else { return 0 }
    let outcome = bytes.withUnsafeBytes { bytes in
      queue.withUnsafeBytes { queued in
        withUnsafeBytes(of: end ?? 0) { mark in
          var vectors = [iovec(queued)]
          vectors.reserveCapacity(1 + batch.pieces.count + batch.completed)
          for piece in batch.pieces {
            vectors.append(iovec(UnsafeRawBufferPointer(rebasing: bytes[piece.bytes])))
            if end != nil, piece.endsMessage { vectors.append(iovec(mark)) }
          }
          return prompt.write(vectors)
        }
      }
    }
    switch outcome {
    case .done(let count): return count
    case .wouldWait: break
    case .failed(let error): written(error)
    }
    return 0
  }

  /// Tries without waiting; true when nothing is left to write.
  private func writesAtOnce(_ prompt: NonblockingDescriptor) -> Bool {
    switch queue.withUnsafeBytes({ prompt.write($0) }) {
    case .done(let count) where count == queue.count:
      queue.removeAll(keepingCapacity: true)
      written(0)
      return true
    case .done(let count):
      queue.removeSubrange(..<count)
      return false
    case .wouldWait: return false
    case .failed(let error):
      written(error)
      return true
    }
  }

  /// Notes that the producer has been stopped, so that `onRoom` is called.
  func notePause() { hasBeenFull = true }

  /// Calls back, once, when all is written or can no longer be, or when the time is over.
  func whenDrained(within limit: Duration? = nil, _ body: @escaping () -> Void) {
    var isDue = true
    let once = {
      if isDue { body() }
      isDue = false
    }
    whenIdle.append(once)
    if let limit { loop.assumeIsolated().scheduleTask(in: TimeAmount(limit), once) }
    flush()
  }

  /// Drops what is queued: it is not read.
  func abandon() {
    isLost = true
    queue = []
    onRoom()
    settleIdle()
  }

  private func written(_ error: Int32) {
    if error != 0, !isLost {
      isLost = true
      lossCode = error
      queue = []
      onLoss(error)
    }
    if hasBeenFull, !isFull {
      hasBeenFull = false
      onRoom()
    }
    settleIdle()
  }

  private func settleIdle() {
    guard !whenIdle.isEmpty, isLost || !isWriting && queue.isEmpty else { return }
    let bodies = whenIdle
    whenIdle = []
    for body in bodies { body() }
  }
}

extension iovec {
  fileprivate init(_ bytes: UnsafeRawBufferPointer) {
    self.init(iov_base: UnsafeMutableRawPointer(mutating: bytes.baseAddress), iov_len: bytes.count)
  }
}
