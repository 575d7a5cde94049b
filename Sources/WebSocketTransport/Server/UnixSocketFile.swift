#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The file of a unix socket, which outlives whoever listened on it.
enum UnixSocketFile {
  /// Removes a socket that nobody listens on; any other file stays, and binding to it will fail.
  static func removeIfStale(_ path: String) {
    var status = stat()
    guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFSOCK, isRefused(path) else { return }
    unlink(path)
  }

  /// Removes our own at the end.
  static func remove(_ path: String) { unlink(path) }

  private static func isRefused(_ path: String) -> Bool {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    guard path.utf8.count < MemoryLayout.size(ofValue: address.sun_path) else { return false }
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
    #if canImport(Darwin)
      let descriptor = socket(AF_UNIX, SOCK_STREAM, 0)
    #else
      let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    #endif
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    // A listener whose queue is full would keep us waiting, and is none the less there.
    _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
    return withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == -1 && errno == ECONNREFUSED
      }
    }
  }
}
