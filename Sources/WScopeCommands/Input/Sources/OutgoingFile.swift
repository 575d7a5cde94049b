import SystemCalls
import WebSocketTransport
import WebSocketWire

/// A file that is sent as one message block by block, so that its size costs no memory.
final class OutgoingFile: Sendable {
  /// Bytes from where it was opened to its end.
  let length: UInt64
  private let name: String
  private let descriptor: Int32
  private let start: Int64

  /// Files up to this many bytes are as well read at once.
  static let smallest = 1 << 20

  private static let blockSize = 65536

  /// nil when it is small, or no file of a known size; `-` is standard input. Fails with status 66 when it cannot be opened.
  init?(_ path: String) throws(Failure) {
    name = path == "-" ? "standard input" : path
    descriptor = path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw Failure(noInput: name, errno) }
    let size = Descriptor.fileSize(descriptor)
    start = size == nil ? 0 : max(0, Int64(lseek(descriptor, 0, SEEK_CUR)))
    let rest = (size ?? start) - start
    length = UInt64(max(0, rest))
    if rest <= Self.smallest {
      close()
      return nil
    }
  }

  deinit { close() }

  private func close() {
    if descriptor > STDERR_FILENO { _ = SystemCalls.close(descriptor) }
  }

  /// Sends the next block of the message that was begun for it; nothing once it is complete.
  func sendBlock(on session: WebSocketSession) throws {
    guard let rest = session.remainingPayload else { return }
    try session.continueMessage(try block(at: length - rest))
  }

  /// A block from this offset on, which is below `length`; fails with status 66 when the file has less than it had.
  func block(at position: UInt64) throws(Failure) -> [UInt8] {
    let limit = Int(min(UInt64(Self.blockSize), length - position))
    let offset = start + Int64(position)
    var count = 0
    let block = [UInt8](unsafeUninitializedCapacity: limit) { buffer, initialized in
      repeat {
        count = pread(descriptor, buffer.baseAddress, limit, off_t(offset))
      } while count < 0 && errno == EINTR
      initialized = max(0, count)
    }
    if count < 0 { throw Failure(noInput: name, errno) }
    if count == 0 {
      throw Failure(
        .noInput, "\(name) has become shorter while it was sent: \(position) of \(length) bytes were there")
    }
    return block
  }

  /// Reads it once to its end: the fault of a text that is not UTF-8.
  func textFault() throws(Failure) -> UTF8Validator.Fault? {
    var validator = UTF8Validator()
    var position: UInt64 = 0
    while position < length {
      let block = try block(at: position)
      if let fault = validator.append(block.span.bytes) { return fault }
      position += UInt64(block.count)
    }
    return validator.finish()
  }
}
