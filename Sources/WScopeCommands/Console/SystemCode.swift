#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The error numbers that mean something of their own here.
enum SystemCode {
  static let brokenPipe = EPIPE
  static let badDescriptor = EBADF
  static let interrupted = EINTR
}
