import SystemCalls

/// The file of a unix socket on which a listener listens. It outlives the listener unless it is removed.
struct UnixSocketFile: Sendable {
  let path: String
  /// Listens already.
  let descriptor: Int32
  private let status: FileStatus

  /// Makes the file and listens; throws a `TransportError` where that cannot be.
  ///
  /// A socket that nothing listens on is replaced, any other file stays. The file has its `mode` before anyone can connect: the
  /// socket has it before it is bound, and is asked to listen last. Listeners that start at one time take turns, or one could
  /// find the file of another that does not listen yet, and take it for a left one.
  static func listen(at path: String, mode: mode_t, backlog: Int32) throws(TransportError) -> UnixSocketFile {
    guard !path.isEmpty else {
      throw TransportError(.cannotListen, "cannot listen on a unix socket: its path is empty")
    }
    guard var address = address(path) else {
      throw TransportError(.cannotListen, "cannot listen on \(path): the path is too long for a socket")
    }
    let lock = FolderLock(of: path)
    defer { lock.release() }
    removeIfStale(path, &address)
    let descriptor = makeSocket()
    guard descriptor >= 0 else { throw failure(path, errno) }
    _ = fchmod(descriptor, ownerOnly)
    guard call(bind, descriptor, &address) == 0 else {
      let number = errno
      close(descriptor)
      throw failure(path, number)
    }
    // Linux has given the file the socket's own mode, other systems what the mask leaves of every right.
    guard let status = FileStatus(at: path), status.mode == mode || chmod(path, mode) == 0,
      SystemCalls.listen(descriptor, backlog) == 0
    else {
      let number = errno
      close(descriptor)
      unlink(path)
      throw failure(path, number)
    }
    return UnixSocketFile(path: path, descriptor: descriptor, status: status)
  }

  /// Removes the file at the end, unless something else has taken its place.
  func remove() {
    let lock = FolderLock(of: path)
    defer { lock.release() }
    guard FileStatus(at: path)?.isSame(as: status) == true else { return }
    unlink(path)
  }

  private static let ownerOnly: mode_t = 0o600

  private static func failure(_ path: String, _ number: Int32) -> TransportError {
    TransportError(scarcity: number)
      ?? TransportError(
        .cannotListen, "cannot listen on \(path): \(SystemError.words(number))",
        remedy: number == EADDRINUSE ? .chooseOtherPath : nil)
  }

  private static func removeIfStale(_ path: String, _ address: inout sockaddr_un) {
    guard FileStatus(at: path)?.kind == .socket, isRefused(&address) else { return }
    unlink(path)
  }

  /// nil for a path that is too long.
  private static func address(_ path: String) -> sockaddr_un? {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    guard path.utf8.count < MemoryLayout.size(ofValue: address.sun_path) else { return nil }
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
    return address
  }

  private static func isRefused(_ address: inout sockaddr_un) -> Bool {
    let descriptor = makeSocket()
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    // A listener whose queue is full would keep us waiting, and it is a listener too.
    _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
    return call(connect, descriptor, &address) == -1 && errno == ECONNREFUSED
  }

  private static func makeSocket() -> Int32 {
    let descriptor = socket(AF_UNIX, SocketConstants.stream, 0)
    if descriptor >= 0 { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
    return descriptor
  }

  private static func call(
    _ body: (Int32, UnsafePointer<sockaddr>, socklen_t) -> Int32, _ descriptor: Int32,
    _ address: inout sockaddr_un
  ) -> Int32 {
    withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        body(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
  }
}
