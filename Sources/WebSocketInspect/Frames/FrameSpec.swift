public import WebSocketWire

/// A frame in words, legal or not: `fin=1 rsv=000 op=0x1 mask=37fa213d text=hello`.
///
/// | word | values | without it |
/// |---|---|---|
/// | `fin` | `0`, `1` | `1` |
/// | `rsv` | three binary digits, RSV1 first | `000` |
/// | `op` | `0x0` to `0xF`, `0` to `15`, `continuation`, `text`, `binary`, `close`, `ping`, `pong` | `0x1` |
/// | `mask` | four bytes in hex, `random`, `none` | `none` |
/// | `len` | `7`, `16`, `64`: the form of the length | the shortest |
/// | `claim` | 0 to 2^64-1: the length that the header claims | that of the payload |
/// | `text`, `hex`, `base64` | the payload, in one of them | empty |
public struct FrameSpec: Hashable, Sendable, CustomStringConvertible {
  /// How the payload is masked.
  public enum Mask: Hashable, Sendable {
    /// Not at all, as a server's frame (RFC 6455 5.1).
    case none
    /// With a fresh key for every encoding.
    case random
    /// With this key.
    case key(MaskingKey)
  }

  /// The FIN bit.
  public let isFinal: Bool
  /// The bits RSV1 to RSV3.
  public let reserved: ReservedBits
  /// The opcode, 0x0 to 0xF.
  public let opcode: Opcode
  /// How the payload is masked on the wire.
  public let mask: Mask
  /// How the length is written.
  public let lengthForm: LengthForm
  /// The payload length that the header claims, in bytes.
  public let claim: UInt64
  /// Not masked.
  public let payload: [UInt8]

  /// A claim of nil is the payload's length; a form of nil, or too short for the claim, is the shortest that fits.
  public init(
    isFinal: Bool = true, reserved: ReservedBits = [], opcode: Opcode = .text, mask: Mask = .none,
    lengthForm: LengthForm? = nil, claim: UInt64? = nil, payload: [UInt8] = []
  ) {
    self.isFinal = isFinal
    self.reserved = reserved
    self.opcode = opcode
    self.mask = mask
    self.claim = claim ?? UInt64(payload.count)
    self.lengthForm = max(lengthForm ?? .bits7, LengthForm(minimalFor: self.claim))
    self.payload = payload
  }

  /// The frame that was seen. What of its payload never came or was not kept is only claimed.
  public init(_ frame: FrameRecord) {
    let header = frame.header
    self.init(
      isFinal: header.isFinal, reserved: header.reserved, opcode: header.opcode,
      mask: header.maskingKey.map(Mask.key) ?? .none, lengthForm: header.lengthForm,
      claim: header.payloadLength,
      payload: frame.payload)
  }

  /// The words of the table, each without its value.
  package static var keys: [String] { FrameSpecReader.keys }

  /// Reads words of the table in any order, each at most once and at most one of `text`, `hex` and `base64`; the words
  /// are taken as they are, quotes included. A mistake is one sentence.
  public init(words: [String]) throws(UsageError) {
    self = try FrameSpecReader.read(words)
  }

  /// The words of a line, split as a POSIX shell does with single quotes, double quotes and backslashes.
  public static func words(line: String) throws(UsageError) -> [String] {
    try ShellWords.split(Array(line.utf8)[...])
  }

  /// The same of a line in UTF-8, which is not copied.
  package static func words(line: ArraySlice<UInt8>) throws(UsageError) -> [String] {
    try ShellWords.split(line)
  }

  /// The bytes of the frame; see `header` for the generator.
  public func encode(using generator: inout some RandomNumberGenerator) -> [UInt8] {
    FrameEncoder.encode(header(using: &generator), payload: payload)
  }

  /// The header; the generator serves `mask=random` alone and must be unpredictable on a live connection.
  package func header(using generator: inout some RandomNumberGenerator) -> FrameHeader {
    let key: MaskingKey? =
      switch mask {
      case .none: nil
      case .random: MaskingKey(using: &generator)
      case .key(let key): key
      }
    return FrameHeader(
      isFinal: isFinal, reserved: reserved, opcode: opcode, maskingKey: key, payloadLength: claim,
      lengthForm: lengthForm)
  }

  /// The canonical line: `len` only where the form is not the shortest, `claim` only where it is not the payload's
  /// length, `text` where the payload is text that needs no escapes, else `hex`.
  public var description: String {
    var text = ByteText(style: .plain)
    write(into: &text)
    return String(decoding: text.bytes.dropLast(), as: UTF8.self)
  }

  /// Writes the canonical line.
  func write(into text: inout ByteText) {
    text.add(isFinal ? "fin=1 rsv=" : "fin=0 rsv=")
    text.add(words: reserved.digits)
    text.add(" op=0x")
    text.add(words: String(opcode.rawValue, radix: 16, uppercase: true))
    switch mask {
    case .none: text.add(" mask=none")
    case .random: text.add(" mask=random")
    case .key(let key):
      text.add(" mask=")
      text.add(words: Hex.packed(key.bytes))
    }
    if lengthForm > LengthForm(minimalFor: claim) {
      text.add(" len=")
      text.add(UInt64(lengthForm.rawValue))
    }
    if claim != UInt64(payload.count) {
      text.add(" claim=")
      text.add(claim)
    }
    if !payload.isEmpty { writePayload(into: &text) }
    text.endLine()
  }

  private func writePayload(into text: inout ByteText) {
    let escaped = Escaper.line(bytes: payload)
    if escaped.utf8.elementsEqual(payload) {
      text.add(" text=")
      text.add(words: ShellWords.quote(escaped))
    } else {
      text.add(" hex=")
      text.add(words: Hex.packed(payload))
    }
  }
}
