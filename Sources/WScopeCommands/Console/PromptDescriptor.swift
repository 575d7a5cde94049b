#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A way to read or write that never waits, beside a descriptor whose flags other programs share.
///
/// A file never keeps its reader or writer waiting. A pipe is opened once more with `O_NONBLOCK`, which gives flags of our
/// own (Linux). For anything else there is no such way, and a thread has to do the waiting.
struct PromptDescriptor {
  /// What came of an attempt.
  enum Outcome {
    case done(Int)
    case wouldWait
    case failed(Int32)
  }

  private let descriptor: Int32

  /// nil when every attempt could wait. `access` is `O_RDONLY` or `O_WRONLY`.
  init?(_ shared: Int32, access: Int32) {
    var status = stat()
    guard fstat(shared, &status) == 0 else { return nil }
    switch status.st_mode & S_IFMT {
    case S_IFREG: descriptor = shared
    case S_IFCHR where isatty(shared) == 0 && access == O_WRONLY: descriptor = shared
    case S_IFIFO:
      guard let own = Self.reopen(shared, access: access) else { return nil }
      descriptor = own
    default: return nil
    }
  }

  /// A pipe's other descriptor with flags of its own; nil for what is no pipe, or where the system has no such way.
  static func reopen(_ shared: Int32, access: Int32) -> Int32? {
    var status = stat()
    guard fstat(shared, &status) == 0, status.st_mode & S_IFMT == S_IFIFO else { return nil }
    let own = open("/proc/self/fd/\(shared)", access | O_NONBLOCK | O_CLOEXEC)
    return own >= 0 ? own : nil
  }

  /// Writes what goes through at once.
  func write(_ bytes: UnsafeRawBufferPointer) -> Outcome {
    var start = 0
    while start < bytes.count {
      #if canImport(Glibc)
        let count = Glibc.write(descriptor, bytes.baseAddress.map { $0 + start }, bytes.count - start)
      #elseif canImport(Musl)
        let count = Musl.write(descriptor, bytes.baseAddress.map { $0 + start }, bytes.count - start)
      #else
        let count = Darwin.write(descriptor, bytes.baseAddress.map { $0 + start }, bytes.count - start)
      #endif
      if count > 0 {
        start += count
      } else if errno == EAGAIN {
        return start > 0 ? .done(start) : .wouldWait
      } else if errno != EINTR {
        return .failed(errno)
      }
    }
    return .done(start)
  }

  /// Writes what goes through at once of these pieces, in one call.
  func write(_ pieces: [iovec]) -> Outcome {
    while true {
      let count = writev(descriptor, pieces, Int32(min(pieces.count, Self.mostPieces)))
      if count >= 0 { return .done(count) }
      if errno != EINTR { return errno == EAGAIN ? .wouldWait : .failed(errno) }
    }
  }

  /// The most pieces that Linux takes in one call.
  private static let mostPieces = 1024

  /// Appends what is there at once, at most `limit` bytes; nothing is the end.
  func read(into buffer: inout [UInt8], limit: Int) -> Outcome {
    var outcome = Outcome.done(0)
    buffer.append(addingCapacity: limit) { span in
      span.withUnsafeMutableBufferPointer { space, used in
        outcome = read(
          into: UnsafeMutableRawBufferPointer(
            UnsafeMutableBufferPointer(rebasing: space[used..<used + limit])))
        if case .done(let count) = outcome { used += count }
      }
    }
    return outcome
  }

  private func read(into space: UnsafeMutableRawBufferPointer) -> Outcome {
    while true {
      #if canImport(Glibc)
        let result = Glibc.read(descriptor, space.baseAddress, space.count)
      #elseif canImport(Musl)
        let result = Musl.read(descriptor, space.baseAddress, space.count)
      #else
        let result = Darwin.read(descriptor, space.baseAddress, space.count)
      #endif
      if result >= 0 { return .done(result) }
      if errno != EINTR { return errno == EAGAIN ? .wouldWait : .failed(errno) }
    }
  }
}
