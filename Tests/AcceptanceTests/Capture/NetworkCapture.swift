import Foundation
import TerminalTestSupport
import Testing

/// tshark, which captures the loopback interface; it needs root, and the test fails where that is refused.
struct NetworkCapture {
  private let child: Child
  let path: String

  /// Starts it for one port, and waits until it captures.
  static func start(port: Int, to path: String, options: [String] = []) async throws -> NetworkCapture {
    // What it prints of each packet tells when all of them have come.
    let child = try Peer.launch(
      "/usr/bin/tshark",
      ["-i", "lo", "-f", "tcp port \(port)", "-w", path, "-P", "-l", "-T", "fields"]
        + ["-e", "tcp.flags.fin", "-e", "tcp.flags.reset"] + options, limit: 120)
    let errors = await child.errors.wait(for: "Capture started")
    guard errors.contains("Capture started") else {
      child.end()
      throw Spawn.Failure(
        description: "tshark cannot capture the loopback interface, which needs root: \(errors)")
    }
    return NetworkCapture(child: child, path: path)
  }

  /// Ends it once this many ends have finished or reset their connection.
  func end(after count: Int) async throws {
    await child.output.wait { data in
      let lines = String(decoding: data, as: UTF8.self).split(separator: "\n")
      return lines.filter { $0.contains("1") || $0.contains("True") }.count >= count
    }
    child.send(signal: SIGINT)
    let outcome = await child.outcome()
    guard outcome.status == 0 else {
      throw Spawn.Failure(description: "tshark ended with \(outcome.status): \(outcome.errors)")
    }
  }
}
