import Testing
import WebSocketWire
import WireTestSupport

@Suite("RFC 6455 7.1.5: the stream ends at any byte of a session")
struct EarlyEndTests {
  /// After the peer's head: a text in two fragments with a ping between them, a long binary, a Close.
  private static func session(to role: WebSocketRole) -> [UInt8] {
    let key = role == .server ? MaskingKey(bigEndian: 0x0102_0304) : nil
    func frame(_ opcode: Opcode, _ payload: [UInt8], isFinal: Bool = true) -> [UInt8] {
      FrameEncoder.encode(
        FrameHeader(isFinal: isFinal, opcode: opcode, maskingKey: key, payloadLength: UInt64(payload.count)),
        payload: payload)
    }
    return frame(.text, Array("caf".utf8) + [0xC3], isFinal: false) + frame(.ping, [1])
      + frame(.continuation, [0xA9])
      + frame(.binary, [UInt8](repeating: 5, count: 130)) + frame(.close, hex("03 e8"))
  }

  @Test("the ending is the true one at every byte", arguments: WebSocketRole.allCases)
  func everyByte(_ role: WebSocketRole) throws {
    let head = Openings.head(for: role)
    let bytes = head + Self.session(to: role)
    for count in 0...bytes.count {
      let recorder = Recorder(of: role)
      let connection = try Openings.fresh(role)
      connection.receive(Array(bytes[..<count]).span.bytes, into: recorder)
      connection.receiveEOF(into: recorder)
      #expect(connection.state == .ended)
      #expect(recorder.violations.isEmpty)
      switch recorder.ending {
      case .lost(duringHandshake: true, unfinished: nil): #expect(count < head.count)
      case .lost(duringHandshake: false, let unfinished):
        #expect((head.count..<bytes.count).contains(count))
        #expect(unfinished == Self.remainder(Array(bytes[head.count..<count])))
      case .closed(let body, let closer):
        #expect(count == bytes.count && body.code == .normalClosure && closer == role.peer)
      default: Issue.record("\(count): \(String(describing: recorder.ending))")
      }
    }
  }

  private static func remainder(_ bytes: [UInt8]) -> FrameDecoder.Remainder? {
    var decoder = FrameDecoder()
    var index = 0
    while decoder.next(in: bytes.span.bytes, at: &index) != nil {}
    return decoder.remainder
  }

  @Test("the whole session is the same in every feed", arguments: WebSocketRole.allCases)
  func drip(_ role: WebSocketRole) throws {
    let bytes = Openings.head(for: role) + Self.session(to: role)
    let events = try WireFeeds.drip(Openings.fresh(role)).events(of: bytes)
    #expect(
      events.contains(.messageEnd(.text, length: 5)) && events.contains(.messageEnd(.binary, length: 130)))
  }
}
