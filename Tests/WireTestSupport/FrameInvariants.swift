import WebSocketWire

extension WireInvariants {
  /// Any bytes are frames: whole or in pieces they give the same events, every header written again is its own bytes, and
  /// no byte is lost or invented.
  public static func frames(_ input: [UInt8]) throws {
    let (choice, bytes) = choice(input)
    let sender: WebSocketRole = choice & 1 == 0 ? .server : .client
    for policy in [Receiver.Policy.report, .fail] {
      let whole = WireFeeds.receiver([bytes], from: sender, limits: limits(choice), policy: policy)
      let cut = WireFeeds.receiver(pieces(of: bytes), from: sender, limits: limits(choice), policy: policy)
      try InvariantBroken.unlessEqual(whole, cut, "the frames of one feed (\(policy))")
      if policy == .report { try conserve(bytes, whole) }
    }
    try InvariantBroken.unlessEqual(
      WireFeeds.decoder([bytes]), WireFeeds.decoder(pieces(of: bytes)), "the steps of the decoder")
    let whole = WireFeeds.sides([bytes])
    try InvariantBroken.unlessEqual(whole, WireFeeds.sides(pieces(of: bytes)), "the sides of one feed")
    try InvariantBroken.unless(
      bytes.starts(with: whole.map(\.value)) && bytes.count - whole.count <= 1, "a byte of no side")
  }

  /// Writes the stream again from its events.
  private static func conserve(_ bytes: [UInt8], _ events: [Recorded]) throws {
    var stream: [UInt8] = []
    var header = FrameHeader(opcode: .continuation, payloadLength: 0)
    var position: UInt64 = 0
    for event in events {
      switch event {
      case .header(let next, let offset):
        try InvariantBroken.unless(
          offset == UInt64(stream.count), "a header at \(offset), not at \(stream.count)")
        try rewrite(next)
        (header, position) = (next, 0)
        FrameEncoder.append(next, to: &stream)
      case .payload(let payload):
        FrameEncoder.append(payload.span.bytes, of: header, position: position, to: &stream)
        position += UInt64(payload.count)
        try InvariantBroken.unless(position <= header.payloadLength, "more payload than the header claims")
      case .frameEnd:
        try InvariantBroken.unless(position == header.payloadLength, "a frame ends at \(position)")
      case .violation(let violation):
        try InvariantBroken.unless(
          violation.offset <= UInt64(bytes.count), "\(violation) lies after the stream")
        try InvariantBroken.unless(
          violation.evidence.count == Int(min(16, violation.range.upperBound - violation.range.lowerBound)),
          "\(violation) has other evidence than its range")
      default: break
      }
    }
    try InvariantBroken.unless(
      bytes.starts(with: stream) && bytes.count - stream.count < FrameHeader.maximumCount,
      "the events hold \(Hex.spaced(stream))")
  }

  private static func rewrite(_ header: FrameHeader) throws {
    let again = FrameHeader(
      isFinal: header.isFinal, reserved: header.reserved, opcode: header.opcode,
      maskingKey: header.maskingKey,
      payloadLength: header.payloadLength, lengthForm: header.lengthForm)
    try InvariantBroken.unless(
      again.bytes == header.bytes && FrameHeader(header.bytes) == header,
      "\(Hex.spaced(header.bytes)) is written again as \(Hex.spaced(again.bytes))")
    for field in HeaderField.allCases {
      guard let range = field.bytes(in: header) else { continue }
      try InvariantBroken.unless(range.upperBound <= header.count, "\(field) lies outside of its header")
    }
  }
}
