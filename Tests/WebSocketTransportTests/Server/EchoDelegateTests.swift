import NIOCore
import NIOPosix
import Testing
import WebSocketTransport
import WebSocketWire

@Suite("A delegate that echoes")
struct EchoConsumerTests {
  /// Notes which Close is sent to the peer, and tells it when the connection is over.
  private final class Witness: SessionDelegate {
    private let echo = EchoDelegate(stallLimit: .milliseconds(200))
    private let over: EventLoopPromise<CloseCode?>
    private var code: CloseCode?
    private var isClosing = false

    init(_ over: EventLoopPromise<CloseCode?>) { self.over = over }

    var interests: EventInterests { .frames }

    func handle(
      _ event: WebSocketEvent, from sender: WebSocketRole, at time: Duration, bytes: RawSpan,
      in session: WebSocketSession
    ) {
      echo.handle(event, from: sender, at: time, bytes: bytes, in: session)
      switch event {
      case .ended: over.succeed(code)
      case _ where sender == .client: break
      case .header(let header, _): isClosing = header.opcode == .close
      case .payload where isClosing && bytes.byteCount >= 2:
        let number = bytes.withUnsafeBytes { UInt16($0[0]) << 8 | UInt16($0[1]) }
        code = CloseCode(rawValue: number)
      default: break
      }
    }

    func batchEnded(in session: WebSocketSession) { echo.batchEnded(in: session) }
    func writabilityChanged(in session: WebSocketSession) { echo.writabilityChanged(in: session) }
    func progressed(in session: WebSocketSession) { echo.progressed(in: session) }
    func flushed(in session: WebSocketSession) { echo.flushed(in: session) }
  }

  @Test("closes a peer that takes none of its answers", .timeLimit(.minutes(1)))
  func stall() async throws {
    let group = MultiThreadedEventLoopGroup.singleton
    let over = group.next().makePromise(of: CloseCode?.self)
    let configuration = ServerConfiguration(timeouts: Timeouts(close: .milliseconds(100)))
    let code = try await TestServer(configuration) { Witness(over) }.listen { address in
      let peer = try await ClientBootstrap(group: group).channelOption(.autoRead, value: false)
        .connect(to: address).get()
      var output = ByteBuffer(
        string: """
          GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r
          Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n
          """)
      // More than the buffers of both sockets hold.
      for _ in 0..<512 {
        output.writeBytes([0x82, 0xFF, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0])
        output.writeRepeatingByte(0, count: 65536)
      }
      peer.writeAndFlush(output, promise: nil)
      let code = try await over.futureResult.get()
      try? await peer.close()
      return code
    }
    #expect(code == .policyViolation)
  }
}
