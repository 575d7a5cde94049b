import NIOCore
import NIOPosix
import Testing
import WebSocketWire

@testable import WebSocketTransport

@Suite("Clients that do not come to an open connection")
struct AcceptErrorTests {
  private struct Rig {
    let loop: any EventLoop
    let listener: Listener
    private let failure: EventLoopPromise<AcceptError>
    private let opened: EventLoopPromise<Void>

    init() async throws {
      let loop = MultiThreadedEventLoopGroup.singleton.next()
      let failure = loop.makePromise(of: AcceptError.self)
      let opened = loop.makePromise(of: Void.self)
      (self.loop, self.failure, self.opened) = (loop, failure, opened)
      listener = try await Listener.listen(
        ServerConfiguration(), on: loop, onFailure: { failure.succeed($0) }
      ) { _ in
        opened.succeed()
        return EchoDelegate()
      }.get()
    }

    func client(sending bytes: [UInt8]) async throws -> any Channel {
      let client = try await ClientBootstrap(group: loop).connect(to: #require(listener.localAddress)).get()
      try await client.writeAndFlush(ByteBuffer(bytes: bytes)).get()
      return client
    }

    /// Returns when a client is open, and with it every earlier one is accepted.
    func open() async throws -> any Channel {
      let client = try await client(sending: SessionHandlerTests.request)
      try await opened.futureResult.get()
      return client
    }

    /// What is reported of the first client that fails.
    func error() async throws -> AcceptError {
      let error = try await failure.futureResult.get()
      try? await listener.close().get()
      opened.succeed()
      return error
    }
  }

  @Test("a client that leaves is reported with its request as far as it came", .timeLimit(.minutes(1)))
  func leaves() async throws {
    let rig = try await Rig()
    let client = try await rig.client(sending: Array("GET / HTTP/1.1\r\nHost: a\r\n".utf8))
    try await client.close()
    let error = try await rig.error()
    #expect(error.reason == .handshake(.lost(duringHandshake: true, unfinished: nil)))
    #expect(error.hasSent)
    #expect(error.address.hasPrefix("127.0.0.1:"))
    #expect(error.phases.map(\.name) == [.tcp])
    #expect(error.handshake?.request.startLine == "GET / HTTP/1.1")
  }

  @Test("closing a listener drops a client that is not open yet, and no other", .timeLimit(.minutes(1)))
  func closed() async throws {
    let rig = try await Rig()
    let waiting = try await rig.client(sending: [])
    let open = try await rig.open()
    try await rig.listener.close().get()
    try await waiting.closeFuture.get()
    let error = try await rig.error()
    #expect(error.reason == .cancelled)
    #expect(!error.hasSent)
    #expect(error.handshake == nil)
    #expect(open.isActive)
    try await open.close()
  }
}
