import Foundation
import Testing
import WebSocketWire
import WireTestSupport

@Suite("another dissector, tshark, reads our bytes as we do", .gated)
struct DissectorTests {
  private static let fields = [
    "tcp.srcport", "websocket.fin", "websocket.rsv", "websocket.opcode", "websocket.mask",
    "websocket.payload_length", "websocket.payload_length_ext_16", "websocket.payload_length_ext_64",
    "websocket.masking_key", "websocket.payload.ping", "websocket.payload.pong",
    "websocket.payload.close.status_code", "data.data",
  ]

  @Test("each field of each header, control payloads, and what a binary message inflates to")
  func agrees() async throws {
    for _ in 0..<3 {
      try await withSeed { generator in
        var (capture, expected) = (CaptureFile(), [String]())
        try Self.converse(using: &generator) { bytes, role, content in
          capture.add(bytes, from: role)
          if let content { expected.append(Self.row(bytes, from: role, content)) }
        }
        let folder = try TemporaryFolder()
        let file = try folder.file("capture.pcap", capture.data)
        let outcome = try await Peer.launch(
          "/usr/bin/tshark",
          ["-r", file, "-Y", "websocket", "-T", "fields", "-E", "separator=|"]
            + Self.fields.flatMap { ["-e", $0] }
        ).outcome()
        let found = outcome.lines.map(String.init)
        let differing = zip(found, expected).first { $0 != $1 }
        try InvariantBroken.unless(
          outcome.status == 0 && found == expected,
          "\(found.count) rows of \(expected.count), \(differing.map { "\($0)" } ?? outcome.errors)")
      }
    }
  }

  /// A handshake, messages and a Close, byte by byte as they are sent; `told` hears of each frame with what is in it.
  private static func converse(
    using generator: inout SeededGenerator, told: ([UInt8], WebSocketRole, [UInt8]?) -> Void
  ) throws {
    var terms = generator.terms()
    // Where only one end drops its context, tshark 4.0 does not inflate the other's messages.
    terms.clientNoContextTakeover = terms.serverNoContextTakeover
    let options = try DeflateOptions(terms: [terms], threshold: generator.pick([0, 200]) ?? 0)
    let request = try OpeningRequest(url: WebSocketURL("ws://a/"), key: Openings.key, deflate: options)
    let client = Connection(client: request, generator: SeededGenerator(seed: generator.next()))
    let server = Connection(server: try UpgradeTerms(deflate: options))
    let recorder = Recorder(of: .server)
    func pass(_ end: Connection, _ content: [UInt8]?) {
      let bytes = end.takeOutput()
      guard !bytes.isEmpty else { return }
      told(bytes, end.role, content)
      (end === client ? server : client).receive(bytes.span.bytes, into: recorder)
    }
    pass(client, nil)
    pass(server, nil)
    for _ in 0..<60 {
      let end = Bool.random(using: &generator) ? client : server
      let kind: MessageKind = Bool.random(using: &generator) ? .text : .binary
      let bytes = generator.content(kind)
      if Int.random(in: 0..<4, using: &generator) > 0 {
        try end.send(kind, bytes.span.bytes, into: recorder)
        pass(end, bytes)
      } else {
        let payload = bytes.prefix(125)
        try end.ping(payload.span.bytes, into: recorder)
        pass(end, Array(payload))
        pass(end === client ? server : client, Array(payload))
      }
    }
    try client.close(.goingAway, into: recorder)
    pass(client, [])
    pass(server, [])
    try InvariantBroken.unless(server.state == .ended, "\(recorder.violations)")
  }

  /// What tshark should print of a frame. It cuts and escapes text, which is therefore left out.
  private static func row(_ bytes: [UInt8], from role: WebSocketRole, _ content: [UInt8]) -> String {
    var decoder = FrameDecoder()
    var index = 0
    guard case .header(let header, _)? = decoder.next(in: bytes.span.bytes, at: &index) else { return "" }
    let length = "\(header.payloadLength)"
    let form = header.lengthForm
    // Of a message that inflates to nothing it shows the one byte that it is compressed to.
    let shown = content.isEmpty && header.reserved == .rsv1 ? [0x00] : content
    func hex(_ opcode: Opcode) -> String { header.opcode == opcode ? Hex.packed(shown) : "" }
    return [
      role == .client ? "40000" : "80", header.isFinal ? "1" : "0",
      header.reserved == .rsv1 ? "0x04" : "0x00", "\(header.opcode.rawValue)", header.isMasked ? "1" : "0",
      form == .bits7 ? length : form == .bits16 ? "126" : "127", form == .bits16 ? length : "",
      form == .bits64 ? length : "", Hex.packed(header.maskingKey?.bytes ?? []), hex(.ping), hex(.pong),
      header.opcode == .close ? "1001" : "", hex(.binary),
    ].joined(separator: "|")
  }
}
