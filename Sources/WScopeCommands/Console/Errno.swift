import SystemCalls

/// The error numbers that mean something of their own here.
enum Errno {
  static let brokenPipe = EPIPE
  static let badDescriptor = EBADF
  static let interrupted = EINTR
}
