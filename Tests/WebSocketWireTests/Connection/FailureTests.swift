import Testing
import WebSocketWire
import WireTestSupport

@Suite("RFC 6455 7.1.7: failing a connection")
struct FailureTests {
  /// To the client, unmasked; the rule that fails it and the code that it says.
  static let faults: [(String, Rule, CloseCode)] = [
    ("83 00", .reservedOpcode, .protocolError),
    ("c1 00", .reservedBits, .protocolError),
    ("80 00", .continuationWithoutStart, .protocolError),
    ("81 7e 00 01", .lengthNotMinimal, .protocolError),
    ("82 7f ff ff ff ff ff ff ff ff", .lengthTopBit, .protocolError),
    ("88 01 03", .closeBodyOneByte, .protocolError),
    ("88 02 03 ed", .closeCodeForbidden, .protocolError),
    ("88 03 03 e8 ff", .closeReasonNotUTF8, .invalidFramePayloadData),
    ("81 05 61 ff", .textNotUTF8, .invalidFramePayloadData),
    ("82 0b", .frameTooBig, .messageTooBig),
    ("02 08 01 02 03 04 05 06 07 08 80 08", .messageTooBig, .messageTooBig),
  ]

  @Test(
    "the rule, its code, and an ending that says so; the client, and its twin, the server", arguments: faults)
  func fails(_ bytes: String, _ rule: Rule, _ code: CloseCode) throws {
    for role in WebSocketRole.allCases {
      let wire = role == .client ? hex(bytes) : Self.masked(hex(bytes))
      let connection = try Openings.open(role, limits: Limits(frame: 10, message: 15))
      let recorder = Recorder(of: role)
      connection.receive(wire.span.bytes, into: recorder)
      #expect(connection.state == .failed && connection.state.deadline == .close)
      #expect(connection.wantsOutputEnd == (role == .server))
      #expect(recorder.sent.map(\.header.opcode) == [.close])
      let said = ClosePayload(payload: recorder.sent[0].payload)
      #expect(said.code == code)
      #expect(recorder.ending == nil)
      connection.receive(hex("81 00 88 00").span.bytes, into: recorder)
      connection.receiveEOF(into: recorder)
      guard case .violated(let violation) = recorder.ending else {
        Issue.record("\(recorder.events)")
        return
      }
      #expect(violation.rule == rule)
      #expect(said.reason == rule.id)
    }
  }

  @Test("the same whole and in pieces", arguments: faults.map { ($0.0, $0.1) })
  func drip(_ bytes: String, _ rule: Rule) throws {
    for role in WebSocketRole.allCases {
      let wire = role == .client ? hex(bytes) : Self.masked(hex(bytes))
      let feed = WireFeeds.drip(try Openings.open(role, limits: Limits(frame: 10, message: 15)))
      let events = try feed.events(of: wire + hex("81 00"))
      #expect(
        events.contains { if case .violation(let violation) = $0 { violation.rule == rule } else { false } })
    }
  }

  @Test("5.1: a server fails over an unmasked frame, a client over a masked one")
  func masking() throws {
    for (role, bytes, rule) in [
      (WebSocketRole.server, "81 01 61", Rule.maskRequired),
      (.client, "81 81 00 00 00 00 61", .maskForbidden),
    ] {
      let events = try WireFeeds.drip(Openings.open(role)).events(of: hex(bytes))
      guard case .ended(.violated(let violation)) = events.last else {
        Issue.record("\(events)")
        return
      }
      #expect(violation.rule == rule)
      #expect(
        !events.contains { if case .messageEnd = $0 { true } else { false } }, "the frame is not a message")
    }
  }

  @Test("after our own Close a violation ends it without a second Close", arguments: WebSocketRole.allCases)
  func afterClose(_ role: WebSocketRole) throws {
    let connection = try Openings.open(role)
    let recorder = Recorder(of: role)
    try connection.close(into: recorder)
    connection.receive(hex("ff ff").span.bytes, into: recorder)
    connection.receive(hex("00 00 00 00 00 00 00 00 00 00 00 00").span.bytes, into: recorder)
    #expect(connection.state == .failed)
    connection.deadlinePassed(into: recorder)
    #expect(recorder.sent.count == 1)
    guard case .violated = recorder.ending else {
      Issue.record("\(recorder.events)")
      return
    }
  }

  @Test("text before a fault is handed on as far as it can be text", arguments: WebSocketRole.allCases)
  func goodPart(_ role: WebSocketRole) throws {
    let bytes = hex("81 06 61 e2 82 ac e2 28")
    let wire = role == .client ? bytes : Self.masked(bytes)
    let events = try WireFeeds.drip(Openings.open(role)).events(of: wire)
    #expect(events.contains(.messageBytes(.text, hex("61 e2 82 ac e2"))))
  }

  /// Frames whose last byte here is the first by which their text is none, and more is to come; whether they are compressed.
  static let firstBytes: [(String, Bool)] = [
    ("81 7e 10 00 61 62 c3 a9 ff", false), ("01 02 61 e2 | 00 03 28", false),
    ("01 02 61 ed | 80 02 a0", false),
    // A stored block, and one of Huffman's.
    ("c1 7e 10 00 00 05 00 fa ff 48 c0", true), ("c1 7e 10 00 f2 48 cd c9 c9 57 f8 af", true),
    ("41 03 f2 48 cd | 00 0d c9 c9 57 f8 af", true),
  ]

  @Test(
    "8.1: a text fails at its first byte that is not UTF-8, in the frame of that byte",
    arguments: firstBytes)
  func atOnce(_ bytes: String, _ isCompressed: Bool) throws {
    for role in WebSocketRole.allCases {
      let connection = try Openings.open(role, deflate: isCompressed ? DeflateTerms() : nil)
      let wire = role == .client ? hex(bytes) : Self.masked(hex(bytes))
      let recorder = Recorder(of: role)
      for byte in wire {
        #expect(recorder.violations.isEmpty)
        connection.receive([byte].span.bytes, into: recorder)
      }
      #expect(recorder.violations.map(\.rule) == [.textNotUTF8])
      #expect(connection.state == .failed)
    }
  }

  /// The same frames with a key of zeros, as a client sends them.
  private static func masked(_ bytes: [UInt8]) -> [UInt8] {
    var decoder = FrameDecoder()
    var output: [UInt8] = []
    var index = 0
    while let step = decoder.next(in: bytes.span.bytes, at: &index) {
      switch step {
      case .header(let header, _):
        FrameEncoder.append(
          FrameHeader(
            isFinal: header.isFinal, reserved: header.reserved, opcode: header.opcode,
            maskingKey: MaskingKey(bigEndian: 0), payloadLength: header.payloadLength,
            lengthForm: header.lengthForm),
          to: &output)
      case .payload(let range, _): output += bytes[range]
      case .end: break
      }
    }
    return output
  }
}
