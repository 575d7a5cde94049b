import SystemCalls

/// A file, or standard input, whose first block says what is to be made of it.
final class OpenedFile {
  /// `-` is standard input.
  let path: String
  /// The first bytes; empty where there are none.
  private(set) var head: [UInt8]
  private let descriptor: Int32
  /// Whether the bytes after the head are still where they were.
  private var isUntouched = true

  /// Fails with status 66 when it cannot be read.
  init(_ path: String) throws(Failure) {
    self.path = path
    descriptor = try FileReader.open(path)
    do throws(Failure) { head = try FileReader.block(of: descriptor, path) } catch {
      FileReader.close(descriptor, path)
      throw error
    }
  }

  /// Reads on until the head has this many bytes, or the file has ended. Fails with status 66 when it cannot be read.
  func extendHead(to count: Int) throws(Failure) {
    while !head.isEmpty, head.count < count {
      let block = try FileReader.block(of: descriptor, path)
      if block.isEmpty { return }
      head += block
    }
  }

  deinit { FileReader.close(descriptor, path) }

  /// Whether all of it can be read more than once.
  var isRepeatable: Bool { path != "-" && FileStatus(descriptor)?.kind == .regular }

  /// All of its bytes in blocks as they come; where it is not repeatable, once. Fails with status 66 when it cannot be read.
  func blocks(_ body: ([UInt8]) throws(Failure) -> Void) throws(Failure) {
    guard isUntouched else { return try FileReader.blocks(path, body) }
    isUntouched = false
    guard !head.isEmpty else { return }
    try body(head)
    while case let block = try FileReader.block(of: descriptor, path), !block.isEmpty { try body(block) }
  }
}
