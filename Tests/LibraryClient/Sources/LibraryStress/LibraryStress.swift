import WebSocketTransport
import WebSocketWire

/// Opens and leaves connections in one way, many times, and prints how many sockets that leaves and how much memory it took.
///
///     LibraryStress drop 10000
@main
enum LibraryStress {
  struct Mistake: Error {}

  static func main() async throws {
    let arguments = CommandLine.arguments
    guard arguments.count == 3, let count = Int(arguments[2]) else {
      return print("usage: LibraryStress drop|break|throw|cancel|refuse|slow|wait COUNT")
    }
    let inherited = ProcessState.sockets
    if arguments[1] == "wait" {
      try await Waiting.run(count)
      let left = try await ProcessState.settledSockets(atMost: inherited) - inherited
      return print("sockets \(left), peak memory \(ProcessState.peakMemory) KiB")
    }
    let server = try await WebSocketServer.bind()
    try await withThrowingTaskGroup { group in
      group.addTask { try await server.run { try await serve($0) } }
      let url = "ws://\(server.address)/"
      try await repeatInTasks(count) { try await leave(arguments[1], url) }
      // The listener's own stays.
      let left = try await ProcessState.settledSockets(atMost: inherited + 1) - inherited - 1
      print("sockets \(left), peak memory \(ProcessState.peakMemory) KiB")
      await server.shutDown()
      try await group.waitForAll()
    }
  }

  /// Sends a greeting, and for each message a mebibyte.
  private static func serve(_ connection: WebSocketConnection) async throws {
    try await connection.send("hello")
    for try await message in connection.messages {
      guard case .text(let text) = message, let count = Int(text) else { continue }
      for _ in 0..<count { try await connection.send([UInt8](repeating: 0x61, count: 1 << 20)) }
    }
  }

  /// Has 16 tasks do it, `count` times in all.
  private static func repeatInTasks(_ count: Int, _ body: @escaping @Sendable () async throws -> Void)
    async throws
  {
    try await withThrowingDiscardingTaskGroup { group in
      for task in 0..<16 {
        group.addTask { for _ in stride(from: task, to: count, by: 16) { try await body() } }
      }
    }
  }

  private static func leave(_ way: String, _ url: String) async throws {
    var configuration = WebSocketClientConfiguration()
    configuration.compression = nil
    switch way {
    case "drop": _ = try await WebSocketClient.connect(to: url, configuration: configuration)
    case "break":
      let connection = try await WebSocketClient.connect(to: url, configuration: configuration)
      for try await _ in connection.messages { break }
    case "throw":
      do {
        try await WebSocketClient.withConnection(to: url, configuration: configuration) { _ in throw Mistake()
        }
      } catch is Mistake {}
    case "cancel":
      let task = Task { [configuration] in
        try await WebSocketClient.withConnection(to: url, configuration: configuration) {
          for try await _ in $0.messages {}
        }
      }
      // At whatever point it has come to by then.
      for _ in 0..<Int.random(in: 0..<200) { await Task.yield() }
      task.cancel()
      _ = await task.result
    case "refuse":
      do {
        _ = try await WebSocketClient.connect(to: "ws://127.0.0.1:1/", configuration: configuration)
      } catch is WebSocketError {}
    case "slow":
      try await WebSocketClient.withConnection(to: url, configuration: configuration) { connection in
        try await connection.send("64")
        var count = 0
        for try await message in connection.messages {
          if message.kind == .binary { count += 1 }
          if count == 64 { break }
          try await Task.sleep(for: .milliseconds(1))
        }
      }
    default: print("\(way) is not a way to leave a connection")
    }
  }
}
