import Foundation
import TerminalTestSupport
import Testing

/// A program that is not ours at the other end: a script in `Tests/Peers` or an installed tool.
struct Peer {
  var child: Child
  var port: Int

  var url: String { "ws://127.0.0.1:\(port)/" }

  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Peers")

  /// The folder of the Python environment with the peers in it.
  static let tools: URL = {
    if let path = ProcessInfo.processInfo.environment["WSCOPE_PEERS"] { return URL(fileURLWithPath: path) }
    return folder.deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent(
      ".build-peers")
  }()

  /// A program of that environment, or of another one inside it.
  static func tool(_ name: String, in inner: String = "") throws -> String {
    let path = tools.appendingPathComponent(inner).appendingPathComponent("bin").appendingPathComponent(name)
      .path
    guard FileManager.default.isExecutableFile(atPath: path) else {
      throw Spawn.Failure(description: "the peer \(path) is missing; `make test` installs it")
    }
    return path
  }

  /// Starts any program as a peer.
  static func launch(
    _ program: String, _ arguments: [String], input: Input = .none, limit: Double = 180
  ) throws -> Child {
    let environment = ["NODE_PATH": "/usr/share/nodejs", "PYTHONDONTWRITEBYTECODE": "1"]
    return try Child(
      program, arguments, input: input, environment: Program.environment.merging(environment) { $1 },
      limit: limit)
  }

  /// Starts a script of `Tests/Peers` with the interpreter that its name asks for.
  static func script(
    _ name: String, _ arguments: [String], input: Input = .none, limit: Double = 180
  ) throws -> Child {
    let file = folder.appendingPathComponent(name).path
    if name.hasSuffix(".js") {
      guard FileManager.default.fileExists(atPath: "/usr/share/nodejs/ws") else {
        throw Spawn.Failure(description: "the peer node-ws is missing; `make test` installs it")
      }
      return try launch("node", [file] + arguments, input: input, limit: limit)
    }
    return try launch(tool("python3"), [file] + arguments, input: input, limit: limit)
  }

  /// Starts a server that prints its port alone on its first line.
  static func start(
    _ name: String, _ arguments: [String] = [], input: Input = .none, limit: Double = 180
  ) async throws -> Peer {
    try await started(script(name, arguments, input: input, limit: limit))
  }

  /// Starts websocat as an echo server for text or binary messages; it must be told its port.
  static func websocat(binary: Bool = false) async throws -> Peer {
    let port = try FreePort.find()
    let child = try launch(
      tool("websocat"),
      [
        "--stdout-announce-listening-ports", binary ? "-b" : "-t", "-B", "20000000",
        "--no-exit-on-zeromsg", "ws-l:127.0.0.1:\(port)", "mirror:",
      ])
    return try await started(child)
  }

  func end() { child.end() }

  /// The port is the digits at the end of the first line: alone there, or after `port=`.
  static func started(_ child: Child) async throws -> Peer {
    let line = await child.output.firstLine()
    let digits = String(line.reversed().prefix { $0.isNumber }.reversed())
    guard let port = Int(digits) else {
      let errors = await child.outcome().errors
      throw Spawn.Failure(description: "a peer printed no port but \(line.debugDescription): \(errors)")
    }
    return Peer(child: child, port: port)
  }
}
