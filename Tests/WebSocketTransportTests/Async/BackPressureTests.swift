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
    "the socket is not read while 16 messages wait, and again once fewer than 4 do", .timeLimit(.minutes(1)))
  func demand() async throws {
    let channel = NIOAsyncTestingChannel()
    let loop = channel.testingEventLoop
    let counter = ReadCounter()
    let opened = loop.makePromise(of: WebSocketSession.self)
    try await loop.executeInContext {
      let handler = SessionHandler(
        Connection(server: UpgradeTerms()), usesTLS: false, timeouts: Timeouts(), clock: RunClock()
      ) { _, outcome in
        guard case .success(let session) = outcome else { return }
        let delegate = AsyncDelegate(session, on: loop)
        opened.succeed(delegate.webSocketSession())
        session.deliver(to: delegate)
      }
      try channel.pipeline.syncOperations.addHandlers(counter, handler)
    }
    try await channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).get()
    try await channel.writeInbound(ByteBuffer(bytes: SessionHandlerTests.request))
    let session = try await opened.futureResult.get()
    for number in 1...16 {
      let before = counter.count
      try await channel.writeInbound(ByteBuffer(bytes: hex("81 81 00 00 00 00 61")))
      #expect(counter.count == before + (number < 16 ? 1 : 0), "message \(number)")
    }
    let before = counter.count
    let messages = session.messages.makeAsyncIterator()
    for taken in 1...13 {
      #expect(try await messages.next() == .text("a"))
      await loop.run()
      #expect(counter.count == before + (taken < 13 ? 0 : 1), "\(taken) taken")
    }
    try await loop.executeInContext { channel.close(promise: nil) }
  }
}
