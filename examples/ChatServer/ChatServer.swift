import Foundation
import Synchronization
import WebSocketTransport
import WebSocketWire

/// Passes every message of every client on to all of them, with the name that is the path of the client's URL.
///
///     swift run ChatServer 9000
@main
enum ChatServer {
  /// Who is there. A client that does not read in time misses messages; it does not keep the others waiting.
  private final class Room: Sendable {
    private let members = Mutex<[ObjectIdentifier: AsyncStream<String>.Continuation]>([:])

    func enter(_ connection: WebSocketConnection) -> AsyncStream<String> {
      let (lines, line) = AsyncStream.makeStream(of: String.self, bufferingPolicy: .bufferingNewest(1000))
      members.withLock { $0[ObjectIdentifier(connection)] = line }
      return lines
    }

    func leave(_ connection: WebSocketConnection) {
      members.withLock { $0.removeValue(forKey: ObjectIdentifier(connection)) }?.finish()
    }

    func say(_ line: String) { members.withLock { for member in $0.values { member.yield(line) } } }
  }

  static func main() async throws {
    let port = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 9000
    let server = try await WebSocketServer.bind(to: .tcp(host: "127.0.0.1", port: port))
    print("listening on ws://\(server.address)/")
    fflush(nil)
    let room = Room()
    try await server.run { connection in
      let target = connection.request.startLineParts.dropFirst().first ?? "/"
      let name = target.dropFirst().isEmpty ? "guest" : String(target.dropFirst().prefix(32))
      try await withThrowingTaskGroup { group in
        let lines = room.enter(connection)
        group.addTask { for await line in lines { try await connection.send(line) } }
        group.addTask {
          // The other task ends with the client's lines.
          defer { room.leave(connection) }
          for try await message in connection.messages {
            if case .text(let text) = message { room.say("\(name): \(text)") }
          }
        }
        try await group.waitForAll()
      }
    }
  }
}
