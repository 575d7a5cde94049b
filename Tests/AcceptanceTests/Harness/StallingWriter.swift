import Foundation

/// Writes to a pipe until the other side has taken nothing for a time.
enum StallingWriter {
  /// Answers how many bytes were taken, at most `limit`; `patience` is that time in seconds.
  static func write(to descriptor: Int32, limit: Int, patience: Int32 = 1) async -> Int {
    await withCheckedContinuation { continuation in
      Thread.detachNewThread { continuation.resume(returning: blockingWrite(descriptor, limit, patience)) }
    }
  }

  private static func blockingWrite(_ descriptor: Int32, _ limit: Int, _ patience: Int32) -> Int {
    _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
    let block = [UInt8](repeating: UInt8(ascii: "w"), count: 1 << 16)
    var done = 0
    while done < limit {
      var state = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
      guard poll(&state, 1, patience * 1000) > 0 else { break }
      let count = Foundation.write(descriptor, block, block.count)
      if count < 0, errno == EAGAIN { continue }
      guard count > 0 else { break }
      done += count
    }
    return done
  }
}
