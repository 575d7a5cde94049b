import SystemCalls
import WebSocketTransport

/// Reads what is still being written: a file that grows, or a pipe.
enum FileFollower {
  /// How often a file that has no more is asked again, in milliseconds.
  private static let interval: Int32 = 100

  /// The bytes that are there and those that are added, in blocks as they come. `idle` is called when there are no more for now.
  ///
  /// Gives the signal that ended the reading; nil where a pipe has ended. Fails with status 66 when it cannot be read, and 65 where the file
  /// was made shorter.
  static func blocks(
    _ path: String, whenIdle idle: () throws(Failure) -> Void, _ body: ([UInt8]) throws(Failure) -> Void
  ) throws(Failure) -> Int32? {
    let signals = try SignalPipe()
    let descriptor = try FileReader.open(path)
    defer { FileReader.close(descriptor, path) }
    let isFile = FileStatus(descriptor)?.kind == .regular
    var offset: Int64 = 0
    while true {
      if !isFile { try idle() }
      // A file can always be read, if only its end; a pipe is waited for.
      let sources = isFile ? [signals.descriptor] : [signals.descriptor, descriptor]
      if Descriptor.wait(forInput: sources, timeout: isFile ? 0 : -1)[0] { return signals.next() }
      let block = try FileReader.block(of: descriptor, path)
      if !block.isEmpty {
        offset += Int64(block.count)
        try body(block)
        continue
      }
      guard isFile else { return nil }
      if let size = FileStatus(descriptor)?.size, size < offset {
        throw Failure(
          .badData,
          "\(path) was made shorter while it was read: \(offset) bytes had been, and \(size) are left")
      }
      try idle()
      if Descriptor.wait(forInput: [signals.descriptor], timeout: interval)[0] { return signals.next() }
    }
  }
}
