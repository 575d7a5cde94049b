import SystemCalls

/// A file with a line of history in each of its lines, which several programs may append to at the same time.
///
/// What cannot be read is empty, and what cannot be written is left as it is and reported once.
struct HistoryFile {
  let path: String
  /// Why the file was not used when it was last wanted, if it is there.
  private(set) var trouble: HistoryTrouble?

  init(_ path: String) {
    self.path = path
  }

  /// The latest lines; a file that has grown too long is cut to them.
  mutating func load() -> [String] {
    guard let descriptor = openLocked(O_RDONLY) else { return [] }
    defer { close(descriptor) }
    guard let (bytes, isWhole) = Self.readTail(descriptor) else { return [] }
    var lines = bytes.split(separator: UInt8(ascii: "\n"))
    // The first one has lost its beginning.
    if !isWhole, !lines.isEmpty { lines.removeFirst() }
    let latest = lines.suffix(History.limit)
    if !isWhole || latest.count < lines.count {
      replace(with: Array(latest.joined(separator: [UInt8(ascii: "\n")])) + [UInt8(ascii: "\n")])
    }
    return latest.compactMap { String(validating: $0, as: UTF8.self) }
  }

  /// Adds a line, with one write at the end of the file, so that two programs never mix theirs.
  mutating func append(_ line: String) {
    guard let descriptor = openLocked(O_WRONLY | O_APPEND | O_CREAT) else { return }
    defer { close(descriptor) }
    fchmod(descriptor, 0o600)
    if !Terminal.write(Array("\(line)\n".utf8), to: descriptor) { trouble = .unwritable(errno) }
  }

  /// Opens the file, and waits a moment for another program that writes to it; nil when it is not a regular file of our own, is
  /// reached by a link that others can make, or stays locked.
  private mutating func openLocked(_ access: Int32) -> Int32? {
    guard FolderTrust.isTrusted(folderOf: path) else {
      trouble = .folderLink
      return nil
    }
    if access & O_CREAT != 0 { makeFolder() }
    while true {
      let descriptor = open(path, access | O_NONBLOCK | O_CLOEXEC | O_NOFOLLOW, 0o600)
      guard descriptor >= 0 else {
        let error = errno
        trouble = FileStatus(at: path).flatMap(Self.trouble)
        // One that is not there yet is made at the first line.
        if trouble == nil, access & O_CREAT != 0 { trouble = .unwritable(error) }
        return nil
      }
      guard let mine = FileStatus(descriptor), isUsable(mine), lock(descriptor) else {
        close(descriptor)
        return nil
      }
      if FileStatus(at: path)?.isSame(as: mine) != false { return descriptor }
      close(descriptor)
    }
  }

  private mutating func isUsable(_ status: FileStatus) -> Bool {
    guard let found = Self.trouble(status) else { return true }
    trouble = found
    return false
  }

  private static func trouble(_ status: FileStatus) -> HistoryTrouble? {
    switch status.kind {
    case .regular: status.owner == geteuid() ? nil : .foreign
    case .link: .link
    default: .notRegular
    }
  }

  /// Waits a second at most, because another prompt holds the lock for a write only, and not again for a foreign one.
  private mutating func lock(_ descriptor: Int32) -> Bool {
    let attempts = trouble == .held ? 1 : 100
    trouble = nil
    for attempt in 1...attempts {
      if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return true }
      guard errno == EWOULDBLOCK || errno == EINTR else { return false }
      if attempt < attempts { _ = Terminal.wait(for: [], milliseconds: 10) }
    }
    trouble = .held
    return false
  }

  /// Puts a new file in the place of the locked one, in one step.
  private func replace(with bytes: [UInt8]) {
    let temporary = "\(path).new"
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { return }
    let isWritten = Terminal.write(bytes, to: descriptor) && fsync(descriptor) == 0
    close(descriptor)
    if !isWritten || rename(temporary, path) != 0 { unlink(temporary) }
  }

  private func makeFolder() {
    let parts = path.split(separator: "/", omittingEmptySubsequences: true).dropLast()
    var folder = path.hasPrefix("/") ? "" : "."
    for part in parts {
      folder += "/\(part)"
      mkdir(folder, 0o700)
    }
  }

  /// How much of a file is read at most, in bytes.
  private static let readLimit = 1 << 20

  /// The file's last bytes, and whether they are all of it.
  private static func readTail(_ descriptor: Int32) -> (bytes: [UInt8], isWhole: Bool)? {
    let size = lseek(descriptor, 0, SEEK_END)
    guard size >= 0, lseek(descriptor, max(0, size - off_t(readLimit)), SEEK_SET) >= 0 else { return nil }
    var bytes: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 65536)
    while bytes.count < readLimit {
      let count = read(descriptor, &block, block.count)
      if count == 0 { break }
      guard count > 0 else { return nil }
      bytes += block[..<count]
    }
    return (bytes, size <= off_t(readLimit))
  }
}
