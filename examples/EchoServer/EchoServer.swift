import Foundation
import NIOCore
import NIOPosix
import WebSocketTransport

/// Sends every message of every client back, and takes no more from one that does not read the answers.
///
///     swift run EchoServer 9000
@main
enum EchoServer {
  static func main() async throws {
    let port = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 9000
    let listener = try await Listener.listen(
      ServerConfiguration(address: .tcp(host: "127.0.0.1", port: port)),
      on: MultiThreadedEventLoopGroup.singleton
    ) { _ in EchoDelegate() }.get()
    print("listening on ws://127.0.0.1:\(listener.localAddress?.port ?? port)/")
    fflush(nil)
    try await listener.closeFuture.get()
  }
}
