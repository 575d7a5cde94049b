import WebSocketTransport

/// More connections than a server holds for a loop that has not begun.
enum Waiting {
  /// Opens `count` of them, begins the loop when as many are open as the server holds, and returns when all are closed.
  static func run(_ count: Int) async throws {
    let server = try await WebSocketServer.bind()
    let (opens, open) = AsyncStream.makeStream(of: Void.self)
    try await withThrowingTaskGroup { group in
      for _ in 0..<count {
        group.addTask {
          let connection = try await WebSocketClient.connect(to: "ws://\(server.address)/")
          open.yield()
          for try await _ in connection.messages {}
        }
      }
      var iterator = opens.makeAsyncIterator()
      for _ in 0..<min(count, 256) { await iterator.next() }
      group.addTask { try await server.run { for try await _ in $0.messages {} } }
      for _ in min(count, 256)..<count { await iterator.next() }
      await server.shutDown()
      try await group.waitForAll()
    }
  }
}
