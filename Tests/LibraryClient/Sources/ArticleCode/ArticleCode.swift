import NIOCore
import NIOPosix
import WebSocketTransport
import WebSocketWire

// The code of the articles, which `ArticleTests` compares with them.

func ask(_ question: String, at url: String) async throws -> String? {
  try await WebSocketClient.withConnection(to: url) { connection in
    try await connection.send(question)
    for try await message in connection.messages {
      if case .text(let answer) = message { return answer }
    }
    return nil
  }
}

func configuration(token: String) throws -> WebSocketClientConfiguration {
  var configuration = WebSocketClientConfiguration()
  configuration.subprotocols = ["chat.v2", "chat.v1"]
  configuration.headers = [try HTTPField(name: "Authorization", value: "Bearer \(token)")]
  configuration.timeouts = Timeouts(connect: .seconds(5), handshake: .seconds(5), close: .seconds(1))
  configuration.pingInterval = .seconds(30)
  configuration.pingTimeout = .seconds(10)
  return configuration
}

func report(_ error: WebSocketError) -> String {
  if let response = error.response {
    return "not let in: \(response.startLineParts.dropFirst().first ?? "")"
  }
  return error.description
}

func upload(_ pieces: AsyncStream<[UInt8]>, of length: UInt64?, on connection: WebSocketConnection)
  async throws
{
  try await connection.send(pieces: pieces, as: .binary, length: length)
}

func serve() async throws {
  let server = try await WebSocketServer.bind(to: .tcp(host: "127.0.0.1", port: 8080))
  try await server.run { connection in
    for try await message in connection.messages { try await connection.send(message) }
  }
}

struct EchoService: Sendable {
  let server: WebSocketServer
  let shutdownRequest: @Sendable () async throws -> Void

  func run() async throws {
    try await withThrowingTaskGroup { group in
      group.addTask {
        try await shutdownRequest()
        await server.shutDown()
      }
      try await server.run { connection in
        for try await message in connection.messages { try await connection.send(message) }
      }
      group.cancelAll()
    }
  }
}

func settings(isKnown: @escaping @Sendable (String) -> Bool) -> WebSocketServerConfiguration {
  var configuration = WebSocketServerConfiguration()
  configuration.maxConnections = 1000
  configuration.onUpgrade = { request in
    guard let token = request.head.fields("Authorization").first?.value, isKnown(token) else {
      return .refuse(HTTPResponse(.unauthorized))
    }
    return .accept(subprotocol: request.subprotocols.first { $0 == "chat.v2" })
  }
  return configuration
}

func listen(_ source: AsyncStream<WebSocketConnection>.Continuation) async throws -> any Channel {
  try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
    .childChannelInitializer { channel in
      channel.eventLoop.makeCompletedFuture {
        try WebSocketServer.addHandlers(to: channel) { source.yield($0) }
      }
    }
    .bind(host: "127.0.0.1", port: 0).get()
}
