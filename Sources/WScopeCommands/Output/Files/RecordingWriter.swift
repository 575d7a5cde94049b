import NIOCore
import NIOPosix
import Synchronization
import SystemCalls

/// Writes the blocks of a recording in their order: at once, or on a thread of its own where there are enough blocks for both threads.
///
/// All calls come on the event loop. `onRoom` is called when a full queue has room again, `onLoss` once, when writing fails, and
/// `onIdle` when all is written, for one that asked to know.
final class RecordingWriter {
  /// One of the files of a recording: an open descriptor, and its number.
  private struct File {
    let descriptor: Int32
    let part: Int
  }

  /// What the thread does.
  private struct Job {
    enum Action {
      case write, close
      /// What is written next takes the place of this many bytes.
      case back(Int)
    }

    let action: Action
    let file: File
    /// What is to be written.
    var block: [UInt8] = []

    /// Gives the `errno` of a write that failed, else 0.
    func perform() -> Int32 {
      switch action {
      case .write: return Descriptor.writeAll(file.descriptor, block)
      case .back(let count): lseek(file.descriptor, off_t(-count), SEEK_CUR)
      case .close: close(file.descriptor)
      }
      return 0
    }
  }

  private let loop: any EventLoop
  private let queue = Queue()
  private var file: File
  private var pool: NIOThreadPool?
  private var isLost = false
  /// How many bytes were written at once, and since when.
  private var direct = (bytes: 0, since: NIODeadline.uptimeNanoseconds(0))
  var onRoom: () -> Void = {}
  var onIdle: () -> Void = {}
  /// Gets the `errno`, and the number of the file.
  var onLoss: (Int32, Int) -> Void = { _, _ in }

  /// How many bytes are written at once in a tenth of a second, so that a killed program has recorded what it had shown.
  private let directLimit: Int

  /// How many bytes may wait before `isFull`.
  static let capacity = 1 << 21

  /// The descriptor is closed at the end.
  init(_ descriptor: Int32, loop: any EventLoop, directLimit: Int = 1 << 22) {
    file = File(descriptor: descriptor, part: 1)
    self.loop = loop
    self.directLimit = directLimit
  }

  deinit {
    close(file.descriptor)
    pool?.shutdownGracefully { _ in }
  }

  var isFull: Bool { queue.count >= Self.capacity }

  /// Notes that the producer has been stopped, so that `onRoom` is called.
  func notePause() { queue.note(\.hasPaused) }

  /// Whether nothing waits to be written; where something does, `onIdle` is called when it is written.
  func isIdleOrNoted() -> Bool {
    if queue.isIdle { return true }
    queue.note(\.isAwaited)
    return queue.isIdle
  }

  /// Writes all bytes of the block, and leaves memory for the next in it.
  func append(_ block: inout [UInt8]) {
    guard !isLost else { return block.removeAll(keepingCapacity: true) }
    if queue.isIdle, isDirect(block.count) {
      let number = Descriptor.writeAll(file.descriptor, block)
      block.removeAll(keepingCapacity: true)
      if number != 0 { lose(number, file.part) }
      return
    }
    var full = queue.spare()
    swap(&full, &block)
    add(Job(action: .write, file: file, block: full))
  }

  /// Whether a block of this size is written at once, counting it.
  private func isDirect(_ count: Int) -> Bool {
    let now = NIODeadline.now()
    if now - direct.since > .milliseconds(100) { direct = (0, now) }
    direct.bytes += count
    return direct.bytes <= directLimit
  }

  /// What is appended next takes the place of this many bytes at the end.
  func back(over count: Int) { perform(Job(action: .back(count), file: file)) }

  /// Goes on in another file.
  func move(to next: Int32) {
    perform(Job(action: .close, file: file))
    file = File(descriptor: next, part: file.part + 1)
  }

  /// Calls back when all is written or can no longer be.
  func whenDrained(_ body: @escaping () -> Void) {
    guard let pool, !queue.isIdle else { return body() }
    let call = NIOLoopBound(body, eventLoop: loop)
    pool.submit { [loop] _ in loop.execute { call.value() } }
  }

  /// Does what takes no time, after all that waits.
  private func perform(_ job: Job) {
    guard queue.isIdle else { return add(job) }
    _ = job.perform()
  }

  private func add(_ job: Job) {
    let pool = self.pool ?? NIOThreadPool(numberOfThreads: 1)
    if self.pool == nil { pool.start() }
    self.pool = pool
    queue.add(job)
    let writer = NIOLoopBound(self, eventLoop: loop)
    pool.submit { [loop, queue] _ in
      if queue.performNext() { loop.execute { writer.value.settle() } }
    }
  }

  /// Takes what the thread has to say.
  private func settle() {
    if let (number, part) = queue.loss { lose(number, part) }
    if queue.ends(\.hasPaused, when: { $0.hasRoom }) { onRoom() }
    if queue.ends(\.isAwaited, when: { $0.isIdle }) { onIdle() }
  }

  private func lose(_ number: Int32, _ part: Int) {
    guard !isLost else { return }
    isLost = true
    onLoss(number, part)
  }

  /// What waits for the thread, and what it has to say.
  private final class Queue: Sendable {
    struct State {
      var jobs: [Job] = []
      var isBusy = false
      /// How many bytes wait to be written.
      var bytes = 0
      /// Whether the producer waits for room, or for the end of what waits.
      var hasPaused = false
      var isAwaited = false
      /// The `errno` that ended the writing, and the number of the file.
      var loss: (Int32, Int)?
      /// Memory of blocks that are written.
      var spares: [[UInt8]] = []

      /// Half of the queue, so that its producer does not pause and go on all the time.
      var hasRoom: Bool { bytes <= RecordingWriter.capacity / 2 }

      var isIdle: Bool { jobs.isEmpty && !isBusy }

      /// Whether the producer waits for something that is so now.
      var isDue: Bool { hasPaused && hasRoom || isAwaited && isIdle }
    }

    /// As many blocks as can wait, of what a read brings.
    private static let spareLimit = 8

    private let state = Mutex(State())

    var count: Int { state.withLock { $0.bytes } }
    var isIdle: Bool { state.withLock { $0.isIdle } }
    var loss: (Int32, Int)? { state.withLock { $0.loss } }

    func note(_ wait: WritableKeyPath<State, Bool>) { state.withLock { $0[keyPath: wait] = true } }

    /// Ends a wait whose condition is met; says whether it did.
    func ends(_ wait: WritableKeyPath<State, Bool>, when isMet: (State) -> Bool) -> Bool {
      state.withLock { state in
        guard state[keyPath: wait], isMet(state) else { return false }
        state[keyPath: wait] = false
        return true
      }
    }

    func spare() -> [UInt8] { state.withLock { $0.spares.popLast() ?? [] } }

    func add(_ job: Job) {
      state.withLock { state in
        state.bytes += job.block.count
        state.jobs.append(job)
      }
    }

    /// Does the next job, on the thread; says whether the loop should know.
    func performNext() -> Bool {
      var (job, isLost) = state.withLock { state in
        state.isBusy = true
        return (state.jobs.removeFirst(), state.loss != nil)
      }
      // What comes after bytes that are missing would be of no use.
      let number = isLost && !job.block.isEmpty ? 0 : job.perform()
      // The only reference to the block, so that its memory can be kept.
      var block: [UInt8] = []
      swap(&block, &job.block)
      return end(number == 0 ? nil : (number, job.file.part), &block)
    }

    /// Gives the memory of the block back.
    private func end(_ loss: (Int32, Int)?, _ block: inout [UInt8]) -> Bool {
      let count = block.count
      block.removeAll(keepingCapacity: true)
      return state.withLock { state in
        state.isBusy = false
        state.bytes -= count
        state.loss = state.loss ?? loss
        if count > 0, state.spares.count < Self.spareLimit { state.spares.append(block) }
        return loss != nil || state.isDue
      }
    }
  }
}
