import WebSocketWire
import WireTestSupport

extension Talk {
  /// Bytes of a head, with the line ends that it has on the wire.
  static func head(_ lines: String...) -> [UInt8] {
    Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8)
  }

  /// Sends both heads of a handshake.
  mutating func open(deflate: String? = nil, segment size: Int = 1400) throws {
    let options = try deflate.map { try DeflateOptions(terms: DeflateOptions.terms($0)) }
    let request = try OpeningRequest(url: WebSocketURL("ws://a/chat"), key: Openings.key, deflate: options)
    send(request.head.bytes, fromClient: true, size: size)
    let answer = OpeningResponse.accept(
      key: Openings.key, subprotocol: nil, deflate: options.flatMap { $0.terms.first })
    send(answer.bytes, fromClient: false, size: size)
  }

  /// Sends a frame, masked if the client sends it.
  mutating func frame(
    _ payload: [UInt8], opcode: Opcode = .text, isFinal: Bool = true, fromClient: Bool, size: Int = 1400
  ) {
    let key = fromClient ? MaskingKey(bigEndian: 0x3712_9A5C) : nil
    let header = FrameHeader(
      isFinal: isFinal, opcode: opcode, maskingKey: key, payloadLength: UInt64(payload.count))
    send(header.bytes + (key?.applied(to: payload) ?? payload), fromClient: fromClient, size: size)
  }

  /// A conversation of two real ends, with everything that they say; gives how many packets came before the Close.
  mutating func converse(using generator: inout SeededGenerator, steps: Int = 40) throws -> Int {
    let options = try generator.deflate()
    let request = try OpeningRequest(url: WebSocketURL("ws://a/"), key: Openings.key, deflate: options)
    let client = Connection(client: request, generator: SeededGenerator(seed: generator.next()))
    let server = Connection(server: try UpgradeTerms(deflate: options))
    let recorder = Recorder(of: .server)
    let size = Int.random(in: 1...300, using: &generator)
    func pass(_ end: Connection) {
      let bytes = end.takeOutput()
      guard !bytes.isEmpty else { return }
      send(bytes, fromClient: end === client, size: size)
      (end === client ? server : client).receive(bytes.span.bytes, into: recorder)
    }
    pass(client)
    pass(server)
    for _ in 0..<steps {
      let end = Bool.random(using: &generator) ? client : server
      let kind: MessageKind = Bool.random(using: &generator) ? .text : .binary
      let content = Array(generator.content(kind).prefix(5000))
      if Int.random(in: 0..<5, using: &generator) > 0 {
        let text = kind == .text && UTF8Validator.fault(in: content.span.bytes) != nil ? [0x61] : content
        try end.send(kind, text.span.bytes, into: recorder)
      } else {
        let payload = Array(content.prefix(125))
        try end.ping(payload.span.bytes, into: recorder)
      }
      pass(end)
      pass(end === client ? server : client)
    }
    let beforeClose = packets.count
    try client.close(.goingAway, into: recorder)
    pass(client)
    pass(server)
    return beforeClose
  }
}
