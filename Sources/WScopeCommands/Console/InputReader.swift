import NIOCore
import NIOPosix

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Reads a descriptor block by block beside the event loop, a block only when it is asked for.
final class InputReader {
  private let descriptor: Int32
  private let loop: any EventLoop
  private let pool: NIOThreadPool
  private let prompt: PromptDescriptor?
  private(set) var isReading = false

  /// The most that one read brings, in bytes.
  static let blockSize = 65536

  init(_ descriptor: Int32, loop: any EventLoop) {
    self.descriptor = descriptor
    self.loop = loop
    prompt = PromptDescriptor(descriptor, access: O_RDONLY)
    pool = NIOThreadPool(numberOfThreads: 1)
    pool.start()
  }

  /// Gives the next block, at once if it is there; an empty one is the end. nil: it is on its way to `body`, which is
  /// not called otherwise. Does nothing while a block is on its way.
  func read(_ body: @escaping (Result<[UInt8], ReadError>) -> Void) -> Result<[UInt8], ReadError>? {
    guard !isReading else { return nil }
    if let (outcome, bytes) = prompt?.read(limit: Self.blockSize) {
      switch outcome {
      case .done: return .success(bytes)
      case .failed(let number): return .failure(ReadError(number: number))
      case .wouldWait: break
      }
    }
    isReading = true
    let source = descriptor
    pool.runIfActive(eventLoop: loop) { Descriptor.readSome(source, limit: Self.blockSize) }
      .assumeIsolated().whenComplete { result in
        self.isReading = false
        body((try? result.get()) ?? .failure(ReadError(number: SystemCode.interrupted)))
      }
    return nil
  }

  /// Whether bytes are waiting that nobody has asked for.
  var hasMore: Bool { Descriptor.hasInput(descriptor) }
}
