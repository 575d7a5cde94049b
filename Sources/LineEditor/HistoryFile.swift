#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A file with a line of history in each of its lines, which several programs may append to at the same time.
///
/// Trouble is nobody's business here: what cannot be read is empty, and what cannot be written is left as it is.
struct HistoryFile {
  private let path: String

  init(_ path: String) {
    self.path = path
  }

  /// The latest lines; a file that has grown too long is cut to them.
  func load() -> [String] {
    guard let descriptor = openLocked(O_RDONLY) else { return [] }
    defer { close(descriptor) }
    guard let bytes = Self.readAll(descriptor) else { return [] }
    let lines = bytes.split(separator: UInt8(ascii: "\n"))
    let latest = lines.suffix(History.limit)
    if latest.count < lines.count {
      replace(with: Array(latest.joined(separator: [UInt8(ascii: "\n")])) + [UInt8(ascii: "\n")])
    }
    return latest.compactMap { String(validating: $0, as: UTF8.self) }
  }

  /// Adds a line, with one write at the end of the file, so that two programs never mix theirs.
  func append(_ line: String) {
    makeFolder()
    guard let descriptor = openLocked(O_WRONLY | O_APPEND | O_CREAT) else { return }
    defer { close(descriptor) }
    fchmod(descriptor, 0o600)
    Terminal.write(Array("\(line)\n".utf8), to: descriptor)
  }

  /// Opens the file and waits for whoever replaces it; nil when it is no regular file.
  private func openLocked(_ access: Int32) -> Int32? {
    while true {
      let descriptor = open(path, access | O_NONBLOCK | O_CLOEXEC, 0o600)
      guard descriptor >= 0 else { return nil }
      var mine = stat()
      guard fstat(descriptor, &mine) == 0, mine.st_mode & S_IFMT == S_IFREG, flock(descriptor, LOCK_EX) == 0
      else {
        close(descriptor)
        return nil
      }
      var named = stat()
      if stat(path, &named) != 0 || named.st_ino == mine.st_ino && named.st_dev == mine.st_dev {
        return descriptor
      }
      close(descriptor)
    }
  }

  /// Puts a new file in the place of the locked one, in one step.
  private func replace(with bytes: [UInt8]) {
    guard let resolved = realpath(path, nil) else { return }
    defer { free(resolved) }
    let name = String(cString: resolved)
    let temporary = "\(name).new"
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { return }
    let isWritten = Terminal.write(bytes, to: descriptor) && fsync(descriptor) == 0
    close(descriptor)
    if !isWritten || rename(temporary, name) != 0 { unlink(temporary) }
  }

  private func makeFolder() {
    let parts = path.split(separator: "/", omittingEmptySubsequences: true).dropLast()
    var folder = path.hasPrefix("/") ? "" : "."
    for part in parts {
      folder += "/\(part)"
      mkdir(folder, 0o700)
    }
  }

  private static func readAll(_ descriptor: Int32) -> [UInt8]? {
    var bytes: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 65536)
    while true {
      let count = read(descriptor, &block, block.count)
      if count == 0 { return bytes }
      guard count > 0 else { return nil }
      bytes += block[..<count]
    }
  }
}
