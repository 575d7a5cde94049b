import Foundation
import SystemCalls
import TerminalTestSupport
import Testing

/// A run of the program with its three descriptors on a terminal, as a person has it.
enum Pseudoterminal {
  /// Everything that reached the terminal, and the status. `keys` are typed before the program starts.
  static func run(
    _ arguments: [String], keys: String = "", environment: [String: String] = [:], limit: Double = 30
  ) async throws -> Outcome {
    var master: Int32 = -1
    var slave: Int32 = -1
    guard openpty(&master, &slave, nil, nil, nil) == 0 else {
      throw Spawn.Failure(description: "no pseudo-terminal: \(String(cString: strerror(errno)))")
    }
    for end in [master, slave] { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    _ = Array(keys.utf8).withUnsafeBytes { write(master, $0.baseAddress, $0.count) }
    let terminal = ["TERM": "xterm-256color"].merging(environment) { $1 }
    let child = try Program.start(
      arguments, input: .descriptor(slave), output: .descriptor(slave), errors: .descriptor(slave),
      environment: terminal, limit: limit)
    close(slave)
    let screen = ByteStream()
    let reading = master
    Thread.detachNewThread {
      var buffer = [UInt8](repeating: 0, count: 4096)
      // Linux ends the reading with EIO when the last slave is closed.
      while true {
        let count = read(reading, &buffer, buffer.count)
        guard count > 0 else { break }
        screen.append(Data(bytes: buffer, count: count))
      }
      close(reading)
      screen.finish()
    }
    var outcome = await child.outcome()
    outcome.output = await screen.all()
    return outcome
  }
}
