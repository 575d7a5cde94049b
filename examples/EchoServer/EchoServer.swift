import Foundation
import WebSocketTransport

/// Sends every message of every client back, and takes no more from one that does not read the answers.
///
///     swift run EchoServer 9000
@main
enum EchoServer {
  static func main() async throws {
    let port = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 9000
    let server = try await WebSocketServer.bind(to: .tcp(host: "127.0.0.1", port: port))
    print("listening on ws://\(server.address)/")
    fflush(nil)
    try await server.run { connection in
      for try await message in connection.messages { try await connection.send(message) }
    }
  }
}
