import NIOPosix
import SystemCalls
import WebSocketTransport

/// Tells of the first signal through a descriptor, for a loop that waits for other descriptors too. A second one ends the process.
final class SignalPipe {
  /// Can be read once there was a signal.
  let descriptor: Int32

  /// Blocks the signals from here on. Fails where the system refuses a pipe.
  init() throws(Failure) {
    try Scarcity.check()
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else {
      throw Failure(.software, "there is no pipe for signals: \(SystemError.words(errno))")
    }
    descriptor = ends[0]
    let set = Signals.block()
    let pool = NIOThreadPool(numberOfThreads: 1)
    pool.start()
    pool.submit { [end = ends[1]] _ in
      let number = Signals.next(of: set)
      _ = Descriptor.writeAll(end, [UInt8(truncatingIfNeeded: number)])
      Signals.exitProcess(ExitStatus.signal(Signals.next(of: set)))
    }
  }

  /// The number of the signal; to be called once the descriptor can be read.
  func next() -> Int32? {
    guard case .success(let bytes) = Descriptor.readSome(descriptor, limit: 1) else { return nil }
    return bytes.first.map(Int32.init)
  }
}
