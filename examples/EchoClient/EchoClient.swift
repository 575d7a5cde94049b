import WebSocketTransport

/// Connects to an echo server, sends its arguments, and prints what comes back.
///
///     wscope listen 9000 --echo &
///     swift run EchoClient ws://127.0.0.1:9000/ hello again
@main
enum EchoClient {
  static func main() async throws {
    let arguments = CommandLine.arguments.dropFirst()
    guard let url = arguments.first else { return print("usage: EchoClient URL MESSAGE...") }
    try await WebSocketClient.withConnection(to: url) { connection in
      var replies = connection.messages.makeAsyncIterator()
      for message in arguments.dropFirst() {
        try await connection.send(message)
        switch try await replies.next() {
        case .text(let text)?: print(text)
        case .binary(let bytes)?: print("\(bytes.count) bytes")
        case nil: print("closed")
        }
      }
    }
  }
}
