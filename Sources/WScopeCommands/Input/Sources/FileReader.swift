import SystemCalls
import WebSocketTransport

/// Reads whole files, within a limit.
enum FileReader {
  /// The file's bytes; `-` is standard input. Fails with status 66 when it cannot be read, 65 when it is longer.
  static func read(_ path: String, limit: Int, hint: String?) throws(Failure) -> [UInt8] {
    var bytes: [UInt8] = []
    try blocks(path) { block throws(Failure) in
      bytes += block
      if bytes.count > limit {
        throw Failure(.badData, "\(name(path)) is longer than \(limit) bytes", hint: hint)
      }
    }
    return bytes
  }

  /// Fails with status 66 for what is not a regular file, whose reading could wait for someone.
  static func requireFile(_ path: String) throws(Failure) {
    guard let status = FileStatus(following: path) else { throw Failure(noInput: path, errno) }
    guard status.kind == .regular else {
      throw Failure(.noInput, "\(path) is not a regular file, and reading it could wait forever")
    }
  }

  /// The file's bytes in blocks as they come; fails with status 66 when it cannot be read.
  static func blocks(_ path: String, _ body: ([UInt8]) throws(Failure) -> Void) throws(Failure) {
    let descriptor = path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw Failure(noInput: name(path), errno)
    }
    defer { if path != "-" { close(descriptor) } }
    while true {
      switch Descriptor.readSome(descriptor, limit: 1 << 18) {
      case .success(let block):
        if block.isEmpty { return }
        try body(block)
      case .failure(let error):
        throw Failure(noInput: name(path), error.number)
      }
    }
  }

  private static func name(_ path: String) -> String { path == "-" ? "standard input" : path }
}
