import WebSocketTransport

/// A task for each connection sends back what a loop over the messages takes; the client writes and reads in two tasks.
enum WscopeEcho {
  static func seconds(_ count: Int, of size: Int) async throws -> Double {
    var server = WebSocketServerConfiguration()
    server.compression = nil
    let listener = try await WebSocketServer.bind(configuration: server)
    return try await withThrowingTaskGroup { group in
      group.addTask {
        try await listener.run { connection in
          for try await message in connection.messages { try await connection.send(message) }
        }
      }
      let seconds = try await WebSocketClient.withConnection(to: "ws://\(listener.address)/") { connection in
        try await echo(count, [UInt8](repeating: 0x61, count: size), on: connection)
      }
      await listener.shutDown()
      try await group.waitForAll()
      return seconds
    }
  }

  private static func echo(_ count: Int, _ payload: [UInt8], on connection: WebSocketConnection) async throws
    -> Double
  {
    let start = ContinuousClock.now
    async let writing: Void = {
      for _ in 0..<count { try await connection.send(payload) }
    }()
    var left = count
    for try await message in connection.messages {
      guard message.count == payload.count else { continue }
      left -= 1
      if left == 0 { break }
    }
    try await writing
    return (ContinuousClock.now - start) / .seconds(1)
  }
}
