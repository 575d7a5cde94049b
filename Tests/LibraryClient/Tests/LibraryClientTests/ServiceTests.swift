import Testing
import WebSocketTransport
import WebSocketWire

@testable import ArticleCode

@Suite("A server as a service", .timeLimit(.minutes(2)))
struct ServiceTests {
  @Test("it returns after a graceful shutdown, which closes what is open with 1001")
  func shutdown() async throws {
    let (requests, request) = AsyncStream.makeStream(of: Void.self)
    let service = EchoService(server: try await WebSocketServer.bind()) { for await _ in requests { break } }
    async let running: Void = service.run()
    let connection = try await WebSocketClient.connect(to: "ws://\(service.server.address)/")
    try await connection.send("hello")
    var messages = connection.messages.makeAsyncIterator()
    #expect(try await messages.next() == .text("hello"))
    request.yield()
    #expect(try await messages.next() == nil)
    try await running
    #expect(connection.closeCode == .goingAway)
  }

  @Test("it throws when its task is cancelled, and returns when its server is shut down by another")
  func otherEnds() async throws {
    let cancelled = EchoService(
      server: try await WebSocketServer.bind(), shutdownRequest: waitForCancellation)
    let task = Task { try await cancelled.run() }
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }

    let stopped = EchoService(server: try await WebSocketServer.bind(), shutdownRequest: waitForCancellation)
    async let running: Void = stopped.run()
    await stopped.server.shutDown()
    try await running
  }
}
