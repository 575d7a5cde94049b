import SystemCalls

/// A pipe that makes a poll(2) return.
struct WakePipe: Sendable {
  let reading: Int32
  private let writing: Int32

  init() {
    var ends: [Int32] = [-1, -1]
    _ = pipe(&ends)
    for end in ends {
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
      _ = fcntl(end, F_SETFL, O_NONBLOCK)
    }
    (reading, writing) = (ends[0], ends[1])
  }

  /// Makes `reading` readable; a pipe that is full is so already.
  func wake() {
    var byte: UInt8 = 0
    _ = write(writing, &byte, 1)
  }

  /// Takes back all calls of `wake`.
  func clear() {
    var bytes: [UInt8] = Array(repeating: 0, count: 64)
    while read(reading, &bytes, bytes.count) > 0 {}
  }

  func close() {
    _ = SystemCalls.close(reading)
    _ = SystemCalls.close(writing)
  }
}
