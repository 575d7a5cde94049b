import NIOCore
import SystemCalls

/// The file that the secrets of connections are appended to, a line each (draft-ietf-tls-keylogfile).
final class KeyLog: Sendable {
  private let descriptor: Int32

  /// Opens the file, and makes it for its owner alone where it is not there.
  init(_ path: String) throws(TransportError) {
    descriptor = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw TransportError(
        .cannotWrite, "the key log \(path) cannot be written: \(SystemError.words(errno))")
    }
  }

  deinit { close(descriptor) }

  /// Appends a line with one call, so that those of several programs do not mix.
  func write(_ line: ByteBuffer) {
    var bytes = Array(line.readableBytesView)
    if bytes.last != 0x0A { bytes.append(0x0A) }
    // A connection is not given up for its key log.
    _ = bytes.withUnsafeBytes { Transfer.write($0, to: descriptor, whenBusy: .wait) }
  }
}
