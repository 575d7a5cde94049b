import Foundation
import TerminalTestSupport

/// A running `wscope listen` or `wscope proxy`, and where it listens.
struct Listener {
  var child: Child
  var url: String

  /// Starts it on a port of the system's choice and waits for the line that names the port.
  static func start(
    _ options: [String] = ["--echo"], on address: String = "127.0.0.1:0", as command: String = "listen"
  ) async throws -> Listener {
    let child = try Program.start([command, address] + options, limit: 120)
    let line = await child.errors.firstLine()
    let prefix = "listening on "
    guard line.hasPrefix(prefix) else {
      child.end()
      throw Spawn.Failure(description: "no port in the listener's first line: \(line)")
    }
    return Listener(child: child, url: String(line.dropFirst(prefix.count).prefix { $0 != "," }))
  }

  func end() { child.end() }
}
