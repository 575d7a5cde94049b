import Foundation
import WebSocketTransport

/// Sends each line of its input, prints what others say, and leaves at the end of the input or of the server.
///
///     swift run ChatServer 9000 &
///     swift run ChatClient ws://127.0.0.1:9000/anna
@main
enum ChatClient {
  static func main() async throws {
    guard let url = CommandLine.arguments.dropFirst().first else { return print("usage: ChatClient URL") }
    try await WebSocketClient.withConnection(to: url) { connection in
      try await withThrowingTaskGroup { group in
        group.addTask {
          for try await case .text(let line) in connection.messages {
            print(line)
            fflush(nil)
          }
        }
        group.addTask {
          for try await line in input() { try await connection.send(line) }
          try await connection.close()
        }
        // Whichever ends first, the other has nothing left to do.
        try await group.next()
        try await connection.close()
        group.cancelAll()
      }
    }
  }

  /// The lines of standard input, which a thread of its own reads.
  private static func input() -> AsyncStream<String> {
    AsyncStream { lines in
      Thread.detachNewThread {
        while let line = readLine() { lines.yield(line) }
        lines.finish()
      }
    }
  }
}
