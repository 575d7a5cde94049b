import NIOCore
import NIOEmbedded
import SystemCalls
import Testing
import WebSocketWire
import WireTestSupport

@testable import WebSocketTransport

@Suite("A session in its channel")
struct SessionHandlerTests {
  /// Answers messages, and keeps what it is reported.
  private final class Owner: SessionDelegate {
    let recorder: Recorder
    var session: WebSocketSession?
    var batches = 0
    var onMessage: (WebSocketSession) -> Void = { try? $0.send(.text, Array("yes".utf8)) }
    var times: Set<Duration> = []

    init(_ role: WebSocketRole) { recorder = Recorder(of: role) }

    var interests: EventInterests { .frames }

    func handle(
      _ event: WebSocketEvent, from sender: WebSocketRole, at time: Duration, bytes: RawSpan,
      in session: WebSocketSession
    ) {
      self.session = session
      times.insert(time)
      recorder.handle(event, from: sender, at: time, bytes: bytes)
      if case .messageEnd(.text, _) = event { onMessage(session) }
    }

    func batchEnded(in session: WebSocketSession) { batches += 1 }
  }

  /// A server's session in a channel of its own.
  private struct Rig {
    let channel = EmbeddedChannel()
    let owner = Owner(.server)

    init(close: Duration = .seconds(5)) throws {
      let owner = owner
      let handler = SessionHandler(
        Connection(server: UpgradeTerms()), usesTLS: false, timeouts: Timeouts(close: close),
        clock: RunClock(), accepted: { _, outcome in try? outcome.get().deliver(to: owner) })
      try channel.pipeline.syncOperations.addHandler(handler)
      try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
    }

    func receive(_ bytes: [UInt8]) throws { try channel.writeInbound(ByteBuffer(bytes: bytes)) }

    /// All that was sent since the last time.
    func output() throws -> [UInt8] {
      var bytes: [UInt8] = []
      while var buffer = try channel.readOutbound(as: ByteBuffer.self) {
        bytes += buffer.readBytes(length: buffer.readableBytes) ?? []
      }
      return bytes
    }
  }

  static let request = Array(
    """
    GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r
    Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n
    """.utf8)

  @Test("bytes of any cut are the same conversation, one batch a read once it is open")
  func drip() throws {
    let close = hex("88 82 00 00 00 00 03 e8")
    let stream = Self.request + hex("81 81 00 00 00 00 61 89 80 00 00 00 00") + close
    var conversations: [[Recorded]] = []
    var outputs: [[UInt8]] = []
    for size in [1, 2, 3, 7, 64, stream.count] {
      let rig = try Rig()
      var reads = 0
      for start in stride(from: 0, to: stream.count, by: size) {
        try rig.receive(Array(stream[start..<min(start + size, stream.count)]))
        if rig.owner.session != nil { reads += 1 }
      }
      outputs.append(try rig.output())
      conversations.append(rig.owner.recorder.events)
      #expect(rig.owner.batches == reads)
      #expect(rig.owner.recorder.ending == .closed(ClosePayload(code: .normalClosure), by: .client))
      #expect(!rig.channel.isActive)
    }
    #expect(Set(conversations).count == 1 && Set(outputs).count == 1)
    #expect(Array(outputs[0].suffix(11)) == hex("81 03 79 65 73 8a 00 88 02 03 e8"))
  }

  @Test("all events of a read have one time")
  func oneTime() throws {
    let rig = try Rig()
    try rig.receive(Self.request + hex("81 81 00 00 00 00 61 89 80 00 00 00 00"))
    #expect(rig.owner.times.count == 1)
  }

  @Test("while there is a reason to pause, nothing is asked for, and the closing deadline does not run")
  func paused() throws {
    let rig = try Rig(close: .milliseconds(10))
    try rig.receive(Self.request)
    let session = try #require(rig.owner.session)
    session.pauseReasons = .output
    try session.close()
    rig.channel.embeddedEventLoop.advanceTime(by: .seconds(60))
    #expect(rig.owner.recorder.ending == nil)
    session.pauseReasons = []
    rig.channel.embeddedEventLoop.advanceTime(by: .seconds(1))
    #expect(rig.owner.recorder.ending == .timedOut(.close))
  }

  @Test("the end of the peer's stream is the end of the session, and both release each other")
  func inputEnds() throws {
    let rig = try Rig()
    try rig.receive(Self.request)
    rig.channel.pipeline.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
    #expect(rig.owner.recorder.ending == .lost(duringHandshake: false, unfinished: nil))
    rig.channel.embeddedEventLoop.run()
    #expect(!rig.channel.isActive)
  }

  @Test("an abort from inside an event takes place when the bytes are taken")
  func abortInside() throws {
    let rig = try Rig()
    try rig.receive(Self.request)
    rig.owner.onMessage = { $0.abort() }
    try rig.receive(hex("81 81 00 00 00 00 61 81 81 00 00 00 00 62"))
    #expect(rig.owner.recorder.messages.map(\.bytes) == [hex("61"), hex("62")])
    #expect(rig.owner.recorder.ending == .abandoned)
    #expect(!rig.channel.isActive)
  }

  @Test("an error of the socket before the end is in the system's words")
  func streamError() throws {
    let rig = try Rig()
    try rig.receive(Self.request)
    let session = try #require(rig.owner.session)
    rig.channel.pipeline.fireErrorCaught(IOError(errnoCode: ECONNRESET, reason: "read"))
    #expect(session.streamError == "connection reset by peer")
    #expect(rig.owner.recorder.ending == .lost(duringHandshake: false, unfinished: nil))
  }
}
