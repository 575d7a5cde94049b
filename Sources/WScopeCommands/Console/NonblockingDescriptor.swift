import SystemCalls

/// A way to read or write that never waits, beside a descriptor whose flags other programs share.
///
/// A file never keeps its reader or writer waiting. A pipe is opened once more with `O_NONBLOCK`, which gives flags of our
/// own (Linux). For anything else there is no such way, and a thread has to do the waiting.
struct NonblockingDescriptor {
  /// What came of an attempt.
  enum Outcome {
    case done(Int)
    case wouldWait
    case failed(Int32)

    fileprivate init(_ count: Int, _ error: Int32) {
      self = error == 0 ? .done(count) : error == EAGAIN ? .wouldWait : .failed(error)
    }
  }

  private let descriptor: Int32

  /// nil when every attempt could wait. `access` is `O_RDONLY` or `O_WRONLY`.
  init?(_ shared: Int32, access: Int32) {
    switch FileStatus(shared)?.kind {
    case .regular: descriptor = shared
    case .characterDevice where isatty(shared) == 0 && access == O_WRONLY: descriptor = shared
    case .pipe:
      guard let own = Self.reopen(shared, access: access) else { return nil }
      descriptor = own
    default: return nil
    }
  }

  /// A pipe's other descriptor with flags of its own; nil for what is not a pipe, or where the system has no such way.
  static func reopen(_ shared: Int32, access: Int32) -> Int32? {
    guard FileStatus(shared)?.kind == .pipe else { return nil }
    let own = open("/proc/self/fd/\(shared)", access | O_NONBLOCK | O_CLOEXEC)
    return own >= 0 ? own : nil
  }

  /// Writes what goes through at once.
  func write(_ bytes: UnsafeRawBufferPointer) -> Outcome {
    let (count, error) = Transfer.write(bytes, to: descriptor, whenBusy: .stop)
    return count > 0 && error == EAGAIN ? .done(count) : Outcome(count, error)
  }

  /// Writes what goes through at once of these pieces, in one call.
  func write(_ pieces: [iovec]) -> Outcome {
    let (count, error) = Transfer.write(pieces, to: descriptor, whenBusy: .stop)
    return Outcome(count, error)
  }

  /// Appends what is there at once, at most `limit` bytes; nothing is the end.
  func read(into buffer: inout [UInt8], limit: Int) -> Outcome {
    var outcome = Outcome.done(0)
    buffer.append(addingCapacity: limit) { span in
      span.withUnsafeMutableBufferPointer { space, used in
        let free = UnsafeMutableRawBufferPointer(
          UnsafeMutableBufferPointer(rebasing: space[used..<used + limit]))
        let (count, error) = Transfer.read(descriptor, into: free, whenBusy: .stop)
        used += count
        outcome = Outcome(count, error)
      }
    }
    return outcome
  }
}
