/// The frame that is being received.
struct ReceivedFrame {
  /// How many bytes of a Close frame that is too long are judged.
  private static let closePayloadLimit = 65536

  private(set) var header = FrameHeader(opcode: .continuation, payloadLength: 0)
  /// Offset of its first byte in the stream.
  private(set) var offset: UInt64 = 0
  private(set) var place = FragmentPosition.control
  /// Whether it belongs to a compressed message.
  private(set) var isCompressed = false
  /// Whether it is one of a message, neither masked nor compressed, and its header breaks no rule.
  private(set) var isQuiet = false
  /// The payload of a control frame, as far as it is kept.
  private(set) var control: [UInt8] = []

  /// Takes the header of the next frame.
  mutating func begin(
    _ header: FrameHeader, at offset: UInt64, place: FragmentPosition, isCompressed: Bool, isQuiet: Bool
  ) {
    self.header = header
    self.offset = offset
    self.place = place
    self.isCompressed = isCompressed
    self.isQuiet = isQuiet
    control.removeAll(keepingCapacity: true)
  }

  /// Keeps the next bytes of a control frame's payload, up to a limit.
  mutating func keep(_ bytes: RawSpan) {
    let room = (header.opcode == .close ? Self.closePayloadLimit : 125) - control.count
    guard room > 0 else { return }
    bytes.extracting(first: min(room, bytes.byteCount)).withUnsafeBytes { control.append(contentsOf: $0) }
  }

  /// What a Close frame's payload does wrong.
  var closeViolations: [Violation] {
    CloseRules.violations(
      of: control, isWhole: header.payloadLength == UInt64(control.count), headerCount: header.count,
      at: offset)
  }

  /// The fault of a frame that comes after the Close frame.
  var afterClose: Violation {
    Violation(
      .dataAfterClose, frameOffset: offset, range: 0..<UInt64(header.count), evidence: header.bytes,
      words: "a frame after the Close frame")
  }

  /// A fault that shows in the inflated bytes alone, and so is one of the payload as a whole.
  func payloadViolation(_ rule: Rule, _ words: String) -> Violation {
    let base = UInt64(header.count)
    return Violation(
      rule, frameOffset: offset, range: base..<base + min(header.payloadLength, .max - base), evidence: [],
      words: words)
  }

  /// The part of a text's fault that is in this frame, whose first payload byte is byte `start` of the text; nil where the payload
  /// is compressed.
  func textViolation(_ fault: UTF8Validator.Fault, start: UInt64?, _ words: String) -> Violation {
    guard let start else { return payloadViolation(.textNotUTF8, "\(words): \(Hex.spaced(fault.bytes))") }
    let base = UInt64(header.count)
    let first = max(fault.start, start)
    return Violation(
      .textNotUTF8, frameOffset: offset, range: base + (first - start)..<base + (fault.end - start),
      evidence: fault.bytes.suffix(Int(fault.end - first)), words: words)
  }
}
