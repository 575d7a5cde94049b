/// Reads and writes that a signal does not end early.
///
/// The descriptor's flags stay as they are, because other programs may share it.
package enum Transfer {
  /// What to do when the descriptor is nonblocking and not ready.
  package enum Waiting {
    case wait, stop
  }

  /// Writes the bytes in as many calls as it takes. `error` is the `errno` that stopped it, 0 when all is written; it is
  /// `EAGAIN` where `.stop` met a full descriptor.
  package static func write(
    _ bytes: UnsafeRawBufferPointer, to descriptor: Int32, whenBusy: Waiting
  ) -> (count: Int, error: Int32) {
    var written = 0
    while written < bytes.count {
      let rest = UnsafeRawBufferPointer(rebasing: bytes[written...])
      let (count, error) = call(descriptor, for: POLLOUT, whenBusy) {
        SystemCalls.write(descriptor, rest.baseAddress, rest.count)
      }
      if error != 0 { return (written, error) }
      written += count
    }
    return (written, 0)
  }

  /// Writes what goes out in one call of these pieces, at most 1024 of them.
  package static func write(
    _ pieces: [iovec], to descriptor: Int32, whenBusy: Waiting
  ) -> (count: Int, error: Int32) {
    call(descriptor, for: POLLOUT, whenBusy) {
      writev(descriptor, pieces, Int32(min(pieces.count, mostPieces)))
    }
  }

  /// Reads once; a count of 0 without an error is the end.
  package static func read(
    _ descriptor: Int32, into space: UnsafeMutableRawBufferPointer, whenBusy: Waiting
  ) -> (count: Int, error: Int32) {
    call(descriptor, for: POLLIN, whenBusy) { SystemCalls.read(descriptor, space.baseAddress, space.count) }
  }

  /// Linux's `UIO_MAXIOV`; a longer list is an error.
  private static let mostPieces = 1024

  private static func call(
    _ descriptor: Int32, for event: Int32, _ whenBusy: Waiting, _ body: () -> Int
  ) -> (count: Int, error: Int32) {
    while true {
      let count = body()
      if count >= 0 { return (count, 0) }
      let error = errno
      switch error {
      case EINTR: continue
      case EAGAIN where whenBusy == .wait:
        var request = pollfd(fd: descriptor, events: Int16(event), revents: 0)
        _ = poll(&request, 1, -1)
      default: return (0, error)
      }
    }
  }
}
