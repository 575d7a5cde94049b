import SystemCalls
import WebSocketTransport

/// Reads whole files, within a limit.
enum FileReader {
  /// The file's bytes; `-` is standard input. Fails with status 66 when it cannot be read, 65 when it is longer.
  static func read(_ path: String, limit: Int, hint: String?) throws(Failure) -> [UInt8] {
    try whole(OpenedFile(path), limit: limit, hint: hint)
  }

  /// The same for a file that is open.
  static func whole(_ file: OpenedFile, limit: Int, hint: String?) throws(Failure) -> [UInt8] {
    var bytes: [UInt8] = []
    try file.blocks { block throws(Failure) in
      bytes += block
      if bytes.count > limit {
        throw Failure(.badData, "\(name(file.path)) is longer than \(limit) bytes", hint: hint)
      }
    }
    return bytes
  }

  /// Fails with status 66 for what is not a regular file, whose reading could wait for a writer.
  static func requireFile(_ path: String) throws(Failure) {
    guard let status = FileStatus(following: path) else { throw Failure(noInput: path, errno) }
    guard status.kind == .regular else {
      throw Failure(.noInput, "\(path) is not a regular file, and reading it could wait forever")
    }
  }

  /// The file's bytes in blocks as they come; fails with status 66 when it cannot be read.
  static func blocks(_ path: String, _ body: ([UInt8]) throws(Failure) -> Void) throws(Failure) {
    let descriptor = try open(path)
    defer { close(descriptor, path) }
    while case let block = try block(of: descriptor, path), !block.isEmpty { try body(block) }
  }

  /// A descriptor of the file, to be given back to `close`; fails with status 66.
  static func open(_ path: String) throws(Failure) -> Int32 {
    let descriptor = path == "-" ? STDIN_FILENO : SystemCalls.open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw Failure(noInput: name(path), errno) }
    return descriptor
  }

  /// Closes what `open` has opened.
  static func close(_ descriptor: Int32, _ path: String) { if path != "-" { SystemCalls.close(descriptor) } }

  /// The next bytes; empty at the end. Fails with status 66.
  static func block(of descriptor: Int32, _ path: String) throws(Failure) -> [UInt8] {
    switch Descriptor.readSome(descriptor, limit: 1 << 18) {
    case .success(let block): return block
    case .failure(let error): throw Failure(noInput: name(path), error.number)
    }
  }

  private static func name(_ path: String) -> String { path == "-" ? "standard input" : path }
}
