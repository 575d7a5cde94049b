import NIOCore
import NIOEmbedded
import Synchronization
import Testing
import WebSocketWire
import WireTestSupport

@testable import WebSocketTransport

@Suite("Back-pressure of the async API")
struct BackPressureTests {
  private final class ReadCounter: ChannelOutboundHandler, Sendable {
    typealias OutboundIn = Never
    private let reads = Atomic<Int>(0)

    var count: Int { reads.load(ordering: .relaxed) }

    func read(context: ChannelHandlerContext) {
      reads.add(1, ordering: .relaxed)
      context.read()
    }
  }

  @Test(
    "the socket is not read while 256 KiB of messages wait, and again once they are taken",
    .timeLimit(.minutes(1)))
  func demand() async throws {
    let channel = NIOAsyncTestingChannel()
    let loop = channel.testingEventLoop
    let counter = ReadCounter()
    let opened = loop.makePromise(of: WebSocketConnection.self)
    let settings = ConnectionSettings(closeTime: .seconds(60), pingTimeout: .seconds(60))
    try await loop.executeInContext {
      let handler = SessionHandler(
        Connection(server: UpgradeTerms()), usesTLS: false, timeouts: Timeouts(), clock: RunClock()
      ) { _, outcome in
        guard case .success(let session) = outcome else { return }
        session.deliver(to: ConnectionCore(session, on: loop, settings) { opened.succeed($0) })
      }
      try channel.pipeline.syncOperations.addHandlers(counter, handler)
    }
    try await channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).get()
    try await channel.writeInbound(ByteBuffer(bytes: SessionHandlerTests.request))
    let connection = try await opened.futureResult.get()
    // Each counts as 64 bytes more than its 65,536.
    let frame = hex("82 ff 00 00 00 00 00 01 00 00 00 00 00 00") + [UInt8](repeating: 0x61, count: 65536)
    for number in 1...4 {
      let before = counter.count
      try await channel.writeInbound(ByteBuffer(bytes: frame))
      #expect(counter.count == before + (number < 4 ? 1 : 0), "message \(number)")
    }
    let before = counter.count
    var messages = connection.messages.makeAsyncIterator()
    for _ in 1...4 {
      #expect(try await messages.next() == .binary(Array(frame.dropFirst(14))))
      await loop.run()
      #expect(counter.count == before + 1)
    }
    try await loop.executeInContext { channel.close(promise: nil) }
  }
}
