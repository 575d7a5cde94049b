import NIOCore
import NIOPosix

/// Reads a descriptor block by block beside the event loop, a block only when it is asked for.
final class InputReader {
  private let descriptor: Int32
  private let loop: any EventLoop
  private let pool: NIOThreadPool
  private(set) var isReading = false

  /// The most that one read brings, in bytes.
  static let blockSize = 65536

  init(_ descriptor: Int32, loop: any EventLoop) {
    self.descriptor = descriptor
    self.loop = loop
    pool = NIOThreadPool(numberOfThreads: 1)
    pool.start()
  }

  /// Asks for the next block; an empty one is the end. Does nothing while a read is under way.
  func read(_ body: @escaping (Result<[UInt8], any Error>) -> Void) {
    guard !isReading else { return }
    isReading = true
    let source = descriptor
    pool.runIfActive(eventLoop: loop) { try Descriptor.readSome(source, limit: Self.blockSize).get() }
      .assumeIsolated().whenComplete { result in
        self.isReading = false
        body(result)
      }
  }

  /// Whether bytes are waiting that nobody has asked for.
  var hasMore: Bool { Descriptor.hasInput(descriptor) }
}
