import WebSocketTransport

/// Runs a server on a free loopback port while `body` runs, which gets its URL.
func withServer<Value: Sendable>(
  with configuration: WebSocketServerConfiguration = WebSocketServerConfiguration(),
  at address: Endpoint = .tcp(host: "127.0.0.1", port: 0),
  _ handler: @escaping @Sendable (WebSocketConnection) async throws -> Void,
  _ body: (String) async throws -> Value
) async throws -> Value {
  let server = try await WebSocketServer.bind(to: address, configuration: configuration)
  return try await withThrowingTaskGroup { group in
    group.addTask { try await server.run(handler) }
    let scheme = configuration.identity == nil ? "ws" : "wss"
    let value = try await body("\(scheme)://\(server.address)/")
    await server.shutDown()
    try await group.waitForAll()
    return value
  }
}

/// Sends every message back.
@Sendable func echo(_ connection: WebSocketConnection) async throws {
  for try await message in connection.messages { try await connection.send(message) }
}
