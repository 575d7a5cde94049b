import NIOCore

/// Standard input as a source of messages takes it, block by block, each when it is asked for.
final class StandardInput {
  private let reader: InputReader

  init(loop: any EventLoop) { reader = InputReader(0, loop: loop) }

  /// Whether a block is on its way; until it comes there is nothing to read.
  var isReading: Bool { reader.isReading }

  /// Whether something waits that was not asked for.
  var hasMore: Bool { !isReading && reader.hasMore }

  /// Appends the next block; false where it is on its way to `body`.
  func read(
    into source: inout MessageSource, _ body: @escaping (Result<ByteBuffer, ReadError>) -> Void
  ) throws(ReadError) -> Bool {
    if reader.isFile {
      var error: ReadError?
      source.append { error = reader.readFile(into: &$0) }
      if let error { throw error }
      return true
    }
    guard let block = reader.read(body) else { return false }
    try source.append(block)
    return true
  }
}

extension MessageSource {
  /// Appends a block of standard input; an empty one is its end.
  mutating func append(_ block: Result<ByteBuffer, ReadError>) throws(ReadError) {
    let bytes = try block.get()
    append { input in bytes.withUnsafeReadableBytes { input.append(contentsOf: $0) } }
  }
}
