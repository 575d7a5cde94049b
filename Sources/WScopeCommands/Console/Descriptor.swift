import SystemCalls

/// Blocking reads and writes on descriptors that other programs may share, so their flags are never changed.
enum Descriptor {
  /// Writes all bytes; 0 or the `errno` that stopped it.
  static func writeAll(_ descriptor: Int32, _ bytes: [UInt8]) -> Int32 {
    bytes.withUnsafeBytes { Transfer.write($0, to: descriptor, whenBusy: .wait).error }
  }

  /// Reads what is there, at most `limit` bytes; empty at the end.
  static func readSome(_ descriptor: Int32, limit: Int) -> Result<[UInt8], ReadError> {
    var number: Int32 = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: limit) { buffer, used in
      let space = UnsafeMutableRawBufferPointer(UnsafeMutableBufferPointer(rebasing: buffer[..<limit]))
      (used, number) = Transfer.read(descriptor, into: space, whenBusy: .wait)
    }
    return number == 0 ? .success(bytes) : .failure(ReadError(number: number))
  }

  /// Opens what a parent left closed among 0, 1 and 2, or the first socket would take the number and get the output.
  ///
  /// Each is opened the wrong way round: reading and writing fail as they do on a closed descriptor.
  static func fillStandardOnes() {
    for number in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] where fcntl(number, F_GETFD) == -1 {
      _ = open("/dev/null", number == STDIN_FILENO ? O_WRONLY : O_RDONLY)
    }
  }

  /// Whether both lead to the same file, pipe or terminal.
  static func areSame(_ one: Int32, _ other: Int32) -> Bool {
    guard let first = FileStatus(one), let second = FileStatus(other) else { return one == other }
    return first.isSame(as: second)
  }

  /// The columns of a terminal; nil for anything else.
  static func columns(_ descriptor: Int32) -> Int? {
    var size = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
    return Int(size.ws_col)
  }

  /// Whether something can be read now: not the end, and not a wait.
  static func hasInput(_ descriptor: Int32) -> Bool {
    guard let status = FileStatus(descriptor) else { return false }
    if status.kind == .regular { return Int64(lseek(descriptor, 0, SEEK_CUR)) < status.size }
    var count: Int32 = 0
    return ioctl(descriptor, UInt(FIONREAD), &count) == 0 && count > 0
  }

  /// The size of a regular file in bytes; nil for anything else.
  static func fileSize(_ descriptor: Int32) -> Int64? {
    guard let status = FileStatus(descriptor), status.kind == .regular else { return nil }
    return status.size
  }

  /// Whether it was meant to have input: a pipe, a socket or a file, and not a terminal or `/dev/null`.
  static func isFed(_ descriptor: Int32) -> Bool {
    FileStatus(descriptor).map { [.pipe, .socket, .regular].contains($0.kind) } ?? false
  }

  /// Whether this is a pipe or a socket, which is read at its other end.
  static func hasReader(_ descriptor: Int32) -> Bool {
    FileStatus(descriptor).map { [.pipe, .socket].contains($0.kind) } ?? false
  }

  /// Waits until the reader of a pipe or socket has gone; false when that is unknown.
  static func waitForReaderToGo(_ descriptor: Int32) -> Bool {
    while true {
      let events = poll(descriptor, 0, timeout: -1)
      if events & Int16(POLLERR | POLLHUP) != 0 { return true }
      if events & Int16(POLLNVAL) != 0 { return false }
    }
  }

  /// Whether a short text can be written without waiting.
  static func hasRoom(_ descriptor: Int32) -> Bool {
    poll(descriptor, POLLOUT, timeout: 0) & Int16(POLLOUT) != 0
  }

  /// Whether the reader of a pipe or socket has gone.
  static func hasLostReader(_ descriptor: Int32) -> Bool {
    hasReader(descriptor) && poll(descriptor, 0, timeout: 0) & Int16(POLLERR | POLLHUP) != 0
  }

  /// Waits for this many milliseconds at most (-1: any time) until one of them can be read or has ended; tells for each whether it can.
  static func wait(forInput descriptors: [Int32], timeout: Int32) -> [Bool] {
    var requests = descriptors.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    _ = SystemCalls.poll(&requests, nfds_t(requests.count), timeout)
    return requests.map { $0.revents != 0 }
  }

  private static func poll(_ descriptor: Int32, _ event: Int32, timeout: Int32) -> Int16 {
    var request = pollfd(fd: descriptor, events: Int16(event), revents: 0)
    _ = SystemCalls.poll(&request, 1, timeout)
    return request.revents
  }
}

/// Why a descriptor cannot be read.
struct ReadError: Error {
  /// An `errno`.
  let number: Int32
}
