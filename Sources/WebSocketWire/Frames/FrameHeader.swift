/// The 2 to 14 bytes in front of a payload, verbatim; every property is a view of them (RFC 6455 5.2).
///
/// Any bytes are some header, so nothing here can be invalid: what the standard forbids is the business of `Rule`.
public struct FrameHeader: Hashable, Sendable {
  /// The most bytes that a header can have: 2, a 64-bit length and a masking key.
  public static let maximumCount = 14

  private var high: UInt64 = 0
  private var low: UInt64 = 0

  /// Writes a header. `payloadLength` is what it claims; a form too short for the claim is widened.
  public init(
    isFinal: Bool = true, reserved: ReservedBits = [], opcode: Opcode, maskingKey: MaskingKey? = nil,
    payloadLength: UInt64, lengthForm: LengthForm? = nil
  ) {
    let form = max(lengthForm ?? .bits7, LengthForm(minimalFor: payloadLength))
    let first = (isFinal ? 0x80 : 0) | reserved.rawValue << 4 | opcode.rawValue
    let mask: UInt64 = maskingKey == nil ? 0 : 0x80
    let key = UInt64(maskingKey?.bigEndian ?? 0)
    high = UInt64(first) << 56
    switch form {
    case .bits7: high |= (mask | payloadLength) << 48 | key << 16
    case .bits16: high |= (mask | 126) << 48 | payloadLength << 32 | key
    case .bits64:
      high |= (mask | 127) << 48 | payloadLength >> 16
      low = payloadLength << 48 | key << 16
    }
  }

  /// Takes the bytes as they were received; nil unless there are exactly as many as the second byte asks for.
  public init?(_ bytes: [UInt8]) {
    guard bytes.count >= 2, bytes.count == Self.count(secondByte: bytes[1]) else { return nil }
    self.init(padded: bytes)
  }

  init(padded bytes: [UInt8]) {
    for (index, byte) in bytes.prefix(Self.maximumCount).enumerated() { set(index, byte) }
  }

  init(high: UInt64, low: UInt64) { (self.high, self.low) = (high, low) }

  /// Takes the header from the 16 bytes that it begins, of which the rest is dropped.
  init(leading high: UInt64, _ low: UInt64) {
    let count = Self.count(secondByte: UInt8(truncatingIfNeeded: high >> 48))
    self.high = count < 8 ? high & ~(.max >> (8 * UInt64(count))) : high
    self.low = count > 8 ? low & ~(.max >> (8 * UInt64(count - 8))) : 0
  }

  /// How many bytes a header has, of which the second byte alone decides.
  static func count(secondByte: UInt8) -> Int {
    2 + form(secondByte: secondByte).extraBytes + (secondByte & 0x80 == 0 ? 0 : 4)
  }

  private static func form(secondByte: UInt8) -> LengthForm {
    switch secondByte & 0x7F {
    case 126: .bits16
    case 127: .bits64
    default: .bits7
    }
  }

  /// The header's byte at an index below `count`; 0 after it.
  public subscript(index: Int) -> UInt8 {
    index < 8
      ? UInt8(truncatingIfNeeded: high >> (56 - 8 * UInt64(index)))
      : UInt8(truncatingIfNeeded: low >> (56 - 8 * UInt64(index - 8)))
  }

  private mutating func set(_ index: Int, _ byte: UInt8) {
    if index < 8 {
      high |= UInt64(byte) << (56 - 8 * UInt64(index))
    } else {
      low |= UInt64(byte) << (56 - 8 * UInt64(index - 8))
    }
  }

  /// Bytes in the header, 2 to 14.
  public var count: Int { Self.count(secondByte: self[1]) }
  /// The header as it is on the wire.
  public var bytes: [UInt8] { (0..<count).map { self[$0] } }

  /// Writes 16 bytes: the header and what makes them up, which is 0.
  func store(in target: UnsafeMutableRawBufferPointer) {
    target.storeBytes(of: high.bigEndian, toByteOffset: 0, as: UInt64.self)
    target.storeBytes(of: low.bigEndian, toByteOffset: 8, as: UInt64.self)
  }

  /// FIN: whether the frame is the last fragment of its message.
  public var isFinal: Bool { self[0] & 0x80 != 0 }
  /// RSV1 to RSV3.
  public var reserved: ReservedBits { ReservedBits(rawValue: self[0] >> 4) }
  /// What the frame is for; any of the sixteen values.
  public var opcode: Opcode { Opcode(rawValue: self[0]) }
  /// MASK: whether a masking key follows the length (RFC 6455 5.3).
  public var isMasked: Bool { self[1] & 0x80 != 0 }
  /// How the length is written, which need not be the shortest form.
  public var lengthForm: LengthForm { Self.form(secondByte: self[1]) }

  /// What the header claims, in bytes: 0 to 2^64-1, though RFC 6455 5.2 wants the top bit 0.
  public var payloadLength: UInt64 {
    switch lengthForm {
    case .bits7: UInt64(self[1] & 0x7F)
    case .bits16: UInt64(self[2]) << 8 | UInt64(self[3])
    case .bits64: high << 16 | low >> 48
    }
  }

  /// The masking key, when the MASK bit is set (RFC 6455 5.3).
  public var maskingKey: MaskingKey? {
    guard isMasked else { return nil }
    let bits =
      switch lengthForm {
      case .bits7: high >> 16
      case .bits16: high
      case .bits64: low >> 16
      }
    return MaskingKey(bigEndian: UInt32(truncatingIfNeeded: bits))
  }
}
