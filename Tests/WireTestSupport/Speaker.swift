public import WebSocketWire

/// An end of a connection that does random things with it, and keeps what it has said.
public final class Speaker {
  public let connection: Connection
  public let recorder: Recorder
  /// The messages that were sent whole, in their order.
  public private(set) var messages: [(kind: MessageKind, bytes: [UInt8])] = []
  /// How it closed, if it did so first as far as it knew.
  public private(set) var close: ClosePayload?
  /// The message that goes out piece by piece, and its pieces: of one frame, or frames of their own.
  private var begun: (kind: MessageKind, bytes: [UInt8])?
  private var pieces: ArraySlice<[UInt8]> = []

  public init(_ connection: Connection) {
    self.connection = connection
    recorder = Recorder(of: connection.role)
  }

  /// Does one thing, if it still may: sends a message or the next piece of one, a control frame, or the Close that is due.
  public func act(closing: Bool, using generator: inout SeededGenerator) throws {
    guard connection.state == .open else { return }
    if connection.remainingPayload != nil { return try sendPiece() }
    if closing { return try sendClose(using: &generator) }
    switch Int.random(in: 0..<8, using: &generator) {
    case 0: try connection.ping(control(using: &generator).span.bytes, into: recorder)
    case 1: try connection.pong(control(using: &generator).span.bytes, into: recorder)
    case 2: connection.setCongested(.random(using: &generator), into: recorder)
    case _ where begun != nil: try sendFragment(using: &generator)
    case let way: try sendMessage(way, using: &generator)
    }
  }

  private func sendMessage(_ way: Int, using generator: inout SeededGenerator) throws {
    let kind: MessageKind = Bool.random(using: &generator) ? .text : .binary
    let bytes = generator.content(kind)
    switch way {
    case 3: try connection.send(kind, fragments: generator.pieces(of: bytes), into: recorder)
    case 4:
      (begun, pieces) = ((kind, bytes), generator.pieces(of: bytes)[...])
      return try sendFragment(using: &generator)
    case 5:
      try connection.beginMessage(kind, length: UInt64(bytes.count), into: recorder)
      guard !bytes.isEmpty else { break }
      (begun, pieces) = ((kind, bytes), generator.pieces(of: bytes)[...])
      return
    default: try connection.send(kind, bytes.span.bytes, into: recorder)
    }
    messages.append((kind, bytes))
  }

  /// The next bytes of the frame that is begun.
  private func sendPiece() throws {
    guard let piece = pieces.popFirst() else { throw InvariantBroken("payload is missing, and none is left") }
    try connection.continueMessage(piece.span.bytes, into: recorder)
    if connection.remainingPayload == nil { complete() }
  }

  /// The next frame of a message in fragments.
  private func sendFragment(using generator: inout SeededGenerator) throws {
    guard let begun, let piece = pieces.first else { return }
    let isFirst = pieces.startIndex == 0
    let header = FrameHeader(
      isFinal: pieces.count == 1, opcode: isFirst ? begun.kind.opcode : .continuation,
      maskingKey: connection.role == .client ? MaskingKey(using: &generator) : nil,
      payloadLength: UInt64(piece.count))
    try connection.sendFrame(header, payload: piece.span.bytes, into: recorder)
    pieces.removeFirst()
    if header.isFinal { complete() }
  }

  private func complete() {
    if let begun { messages.append(begun) }
    (begun, pieces) = (nil, [])
  }

  private func sendClose(using generator: inout SeededGenerator) throws {
    let code = generator.pick([nil, .normalClosure, .goingAway, CloseCode(rawValue: 4321)]) ?? nil
    let body = ClosePayload(code: code, reason: generator.pick(["", "bye", "größer"]) ?? "")
    try connection.close(body.code, reason: body.reason, into: recorder)
    close = body
  }

  private func control(using generator: inout SeededGenerator) -> [UInt8] {
    generator.bytes(.random(in: 0...125, using: &generator))
  }
}
