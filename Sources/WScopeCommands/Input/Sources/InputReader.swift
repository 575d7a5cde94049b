import NIOCore
import NIOPosix
import SystemCalls

/// Reads a descriptor block by block, a block only when it is asked for: files and pipes on the event loop, anything else on a
/// thread beside it.
final class InputReader {
  private let descriptor: Int32
  private let loop: any EventLoop
  private let pool: NIOThreadPool
  private let pipe: PipeInput?
  private let file: NonblockingDescriptor?
  private var isWaiting = false

  /// The most that one read brings, in bytes.
  static let blockSize = 65536

  init(_ descriptor: Int32, loop: any EventLoop) {
    self.descriptor = descriptor
    self.loop = loop
    pool = NIOThreadPool(numberOfThreads: 1)
    pipe = NonblockingDescriptor.reopen(descriptor, access: O_RDONLY).map {
      PipeInput.open($0, blockSize: Self.blockSize, on: loop)
    }
    file = pipe == nil ? NonblockingDescriptor(descriptor, access: O_RDONLY) : nil
    if pipe == nil, file == nil { pool.start() }
  }

  /// Whether a block is on its way.
  var isReading: Bool { pipe?.isReading ?? isWaiting }

  /// Whether it is a file, which never keeps its reader waiting and is read by `readFile` alone.
  var isFile: Bool { file != nil }

  /// Appends the next block of a file; nothing is the end.
  func readFile(into buffer: inout [UInt8]) -> ReadError? {
    switch file?.read(into: &buffer, limit: Self.blockSize) {
    case .done, nil: nil
    case .failed(let number): ReadError(number: number)
    case .wouldWait: ReadError(number: EAGAIN)
    }
  }

  /// Gives the next block, at once if it is there; an empty one is the end. nil: it is on its way to `body`, which is
  /// not called otherwise. Does nothing while a block is on its way.
  func read(_ body: @escaping (Result<ByteBuffer, ReadError>) -> Void) -> Result<ByteBuffer, ReadError>? {
    guard !isReading else { return nil }
    if let pipe { return pipe.read(body) }
    isWaiting = true
    let source = descriptor
    pool.runIfActive(eventLoop: loop) { Descriptor.readSome(source, limit: Self.blockSize) }
      .assumeIsolated().whenComplete { result in
        self.isWaiting = false
        let block = (try? result.get()) ?? .failure(ReadError(number: Errno.interrupted))
        body(block.map { ByteBuffer(bytes: $0) })
      }
    return nil
  }

  /// Whether bytes are waiting that were not requested.
  var hasMore: Bool { pipe?.holdsInput == true || Descriptor.hasInput(descriptor) }
}
