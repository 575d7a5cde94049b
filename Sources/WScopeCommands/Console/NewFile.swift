import SystemCalls
import WebSocketInspect
import WebSocketTransport

/// A file that was not there before, which only the user can read; one that cannot be written whole is removed again.
final class NewFile {
  private let path: String
  /// What sentences call it.
  private let name: String
  private let descriptor: Int32

  /// Fails with status 73 when it is there already or cannot be made. `name` is the path that the user gave, where it is another.
  init(_ path: String, named name: String? = nil) throws(Failure) {
    self.path = path
    self.name = Escaper.line(name ?? path)
    descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw Failure(.cannotCreate, "\(self.name) cannot be created: \(SystemError.words(errno))")
    }
  }

  deinit { close(descriptor) }

  func write(_ text: String) throws(Failure) { try write(Array(text.utf8)) }

  func write(_ bytes: [UInt8]) throws(Failure) {
    let error = Descriptor.writeAll(descriptor, bytes)
    guard error != 0 else { return }
    unlink(path)
    throw Failure(.writeFailed, "\(name) cannot be written: \(SystemError.words(error))")
  }
}
