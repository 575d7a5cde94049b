import Testing
import WebSocketWire
import WireTestSupport

@testable import WebSocketCapture

@Suite("WebSocket connections are found in captures, and read as they were sent")
struct ConversationTests {
  /// The frames of a direction, read out of its bytes after the head.
  private static func frames(
    of bytes: [UInt8], from sender: WebSocketRole, deflate: NegotiatedDeflate.Side? = nil
  ) -> [FrameRecord] {
    let sink = FrameSink(sender)
    var receiver = Receiver(from: sender, policy: .report, deflate: deflate)
    receiver.receive(bytes.span.bytes, into: sink)
    return sink.frames
  }

  private final class FrameSink: EventSink {
    private var recorder: FrameRecorder
    private(set) var frames: [FrameRecord] = []

    init(_ sender: WebSocketRole) { recorder = FrameRecorder(from: sender, keep: .max) }

    func handle(_ event: WebSocketEvent, from sender: WebSocketRole, at time: Duration, bytes: RawSpan) {
      if let frame = recorder.record(event, bytes: bytes) { frames.append(frame) }
    }
  }

  private static func afterHead(_ bytes: [UInt8]?) -> [UInt8] {
    let bytes = bytes ?? []
    let end = bytes.indices.first { index in bytes[index...].starts(with: [0x0D, 0x0A, 0x0D, 0x0A]) }
    return end.map { Array(bytes[($0 + 4)...]) } ?? []
  }

  @Test("frames of real ends, compressed too, of segments that are displaced and doubled")
  func frames() throws {
    for _ in 0..<40 {
      try withSeed { generator in
        var talk = Talk(client: .max - 3000, server: 5)
        let close = try talk.converse(using: &generator)
        talk.finish(fromClient: false)
        talk.finish(fromClient: true)
        let doubled = talk.packets[3..<close].flatMap { packet in
          [[UInt8]](repeating: packet, count: Int.random(in: 0..<4, using: &generator) == 0 ? 2 : 1)
        }
        let packets = talk.packets.prefix(3) + generator.displaced(doubled, by: 10) + talk.packets[close...]
        let (logs, _) = try ConversationLog.read(Array(packets))
        try InvariantBroken.unless(logs.count == 1, "\(logs.count) connections")
        let log = logs[0]
        for role in WebSocketRole.allCases {
          let bytes = Self.afterHead(talk.sent[role == .client])
          let wanted = Self.frames(of: bytes, from: role, deflate: log.report?.deflate?[role])
          try InvariantBroken.unless(log.frames(from: role) == wanted, "frames from the \(role)")
          let counts = log.conversation.counts(role)
          try InvariantBroken.unless(
            counts.frames == UInt64(wanted.count) && counts.bytes == UInt64(bytes.count), "\(counts)")
        }
        try InvariantBroken.unless(
          log.notes.isEmpty && log.violations.isEmpty, "\(log.notes) \(log.violations)")
        try InvariantBroken.unless(
          log.end == .ended(.closed(ClosePayload(code: .goingAway), by: .client), isInsideMessage: false),
          "\(String(describing: log.end))")
        try InvariantBroken.unless(log.times == log.times.sorted(), "times go back")
      }
    }
  }

  @Test("the handshake comes after other exchanges, and after CONNECT", arguments: [7, 1400])
  func exchanges(size: Int) throws {
    var talk = Talk()
    func exchange(_ request: [UInt8], _ response: [UInt8]) {
      talk.send(request, fromClient: true, size: size)
      talk.send(response, fromClient: false, size: size)
    }
    exchange(
      Talk.head("POST /a HTTP/1.1", "Content-Length: 30")
        + Array("GET / HTTP/1.1\r\nUpgrade: x\r\n\r\n".utf8),
      Talk.head("HTTP/1.1 100 Continue") + Talk.head("HTTP/1.1 200 OK", "Transfer-Encoding: gzip, chunked")
        + Array("4;x=1\r\nHTTP\r\n00a\r\n0123456789\r\n0\r\nX: y\r\n\r\n".utf8))
    exchange(
      Talk.head("HEAD / HTTP/1.1") + Talk.head("GET /b HTTP/1.1"),
      Talk.head("HTTP/1.1 200 OK", "Content-Length: 100")
        + Talk.head("HTTP/1.1 304 Not Modified", "Content-Length: 7"))
    exchange(
      Talk.head("CONNECT h:80 HTTP/1.1", "Host: h:80"),
      Talk.head("HTTP/1.1 407 No", "Content-Length: 2") + [1, 2])
    exchange(Talk.head("CONNECT h:80 HTTP/1.1", "Host: h:80"), Talk.head("HTTP/1.1 200 Connected"))
    exchange(Talk.head("GET /c HTTP/1.1", "Content-Length: 0"), Talk.head("HTTP/1.1 204 No Content"))
    try talk.open(segment: size)
    talk.frame(Array("hello".utf8), fromClient: true, size: size)
    talk.frame(Array("bye".utf8), fromClient: false, size: size)
    let (logs, reader) = try ConversationLog.read(talk.packets)
    #expect(logs.count == 1 && reader.conversations == 1)
    #expect(logs.first?.frames.map(\.payload) == [Array("hello".utf8), Array("bye".utf8)])
    #expect(logs.first?.violations == [])
    #expect(logs.first?.report?.request.startLine == "GET /chat HTTP/1.1")
    #expect(logs.first?.end == .open)
  }

  @Test("a request that was refused is told, and the next one on the same connection is read")
  func refused() throws {
    var talk = Talk()
    let request = Talk.head("GET /no HTTP/1.1", "Host: a", "Upgrade: websocket", "Connection: Upgrade")
    talk.send(request, fromClient: true)
    talk.send(Talk.head("HTTP/1.1 401 Unauthorized", "Content-Length: 4") + [1, 2, 3, 4], fromClient: false)
    try talk.open(deflate: "server_no_context_takeover; client_max_window_bits=9")
    talk.frame([1], opcode: .binary, fromClient: true)
    let (logs, _) = try ConversationLog.read(talk.packets)
    #expect(logs.map(\.isRefused) == [true, false])
    #expect(logs.map(\.conversation.number) == [2, 2])
    #expect(logs.first?.report?.failed.map(\.rule).contains(.status) == true)
    #expect(logs.last?.report?.deflate?.server.keepsContext == false)
    #expect(logs.last?.report?.deflate?.client.windowBits == 9)
    #expect(logs.last?.frames.count == 1)
  }

  @Test("what is wrong with a handshake is a violation of the side that did it")
  func handshakeFaults() throws {
    var talk = Talk()
    talk.send(
      Talk.head(
        "GET / HTTP/1.1", "Host: a", "Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Version: 12",
        "Sec-WebSocket-Key: \(Openings.key)"), fromClient: true)
    talk.send(
      Talk.head(
        "HTTP/1.1 101 Yes", "Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Accept: x"),
      fromClient: false)
    talk.frame(Array("hello".utf8), fromClient: false)
    let (logs, _) = try ConversationLog.read(talk.packets)
    #expect(logs.first?.violations.map(\.rule) == [.version, .accept])
    #expect(logs.first?.frames.count == 1)
  }

  @Test(
    "other protocols are passed over",
    arguments: [
      ([0x16, 0x03, 0x01, 0x02, 0x00, 0x01], ForeignProtocol.tls), (Array("SSH-2.0-x\r\n\r\n".utf8), .other),
      (Talk.head("PRI * HTTP/2.0"), .http2), ([0x05, 0x01, 0x00], .other),
    ])
  func others(bytes: [UInt8], kind: ForeignProtocol) throws {
    var talk = Talk()
    talk.send(bytes, fromClient: true)
    talk.send([0x16, 0x03, 0x03, 0, 0], fromClient: false)
    let (logs, reader) = try ConversationLog.read(talk.packets)
    #expect(logs.isEmpty && reader.foreign == [kind: 1])
    // The same where the capture begins inside it.
    let late = try ConversationLog.read(Array(talk.packets.dropFirst(3)))
    #expect(late.logs.isEmpty)
  }
}
