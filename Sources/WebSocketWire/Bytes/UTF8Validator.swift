/// Checks UTF-8 that arrives in pieces, and stops at the first byte that no valid text can contain (RFC 3629; RFC 6455 8.1).
///
/// Whole runs go to the standard library's validator; only a scalar cut by the end of a piece is stepped byte by
/// byte, so no more than its three leading bytes are ever remembered.
package struct UTF8Validator: Sendable {
  /// Where text stops being UTF-8.
  package struct Fault: Hashable, Sendable {
    /// Offset of the first byte of the ill-formed sequence, from the start of the text.
    package let start: UInt64
    /// Offset after the byte that made the sequence impossible, or the end of the text when it is cut short.
    package let end: UInt64
    /// The bytes between the two: 1 to 4.
    package let bytes: [UInt8]
  }

  private var offset: UInt64 = 0
  private var sequenceStart: UInt64 = 0
  private var sequence: [UInt8] = []
  private var remaining = 0
  private var allowed: ClosedRange<UInt8> = 0x80...0xBF

  package init() {}

  /// Takes the next piece; returns the fault as soon as there is one, after which the validator is spent.
  package mutating func append(_ bytes: RawSpan) -> Fault? {
    bytes.withUnsafeBytes { append($0) }
  }

  /// Takes the end of the text; a scalar cut short is a fault.
  package mutating func finish() -> Fault? {
    remaining == 0 ? nil : Fault(start: sequenceStart, end: offset, bytes: sequence)
  }

  /// Forgets everything, for the next text.
  package mutating func reset() { self = UTF8Validator() }

  /// The fault of a whole text, if it has one.
  package static func fault(in bytes: RawSpan) -> Fault? {
    var validator = UTF8Validator()
    return validator.append(bytes) ?? validator.finish()
  }

  /// Whether a whole text has no fault.
  static func isValid(_ bytes: RawSpan) -> Bool {
    bytes.withUnsafeBytes { isShortASCII($0) || validPrefix(of: $0) == nil }
  }

  /// Up to this many bytes a look of our own costs less than the call of the standard library's validator.
  private static let shortPiece = 1024

  /// Whether the bytes are few and none has its top bit set, eight of them at a time.
  private static func isShortASCII(_ bytes: UnsafeRawBufferPointer) -> Bool {
    guard bytes.count <= shortPiece else { return false }
    let words = bytes.count / 8
    var seen: UInt64 = 0
    for index in 0..<words { seen |= bytes.loadUnaligned(fromByteOffset: index &* 8, as: UInt64.self) }
    for index in (words &* 8)..<bytes.count { seen |= UInt64(bytes[index]) }
    return seen & 0x8080_8080_8080_8080 == 0
  }

  private mutating func append(_ bytes: UnsafeRawBufferPointer) -> Fault? {
    if remaining == 0, Self.isShortASCII(bytes) {
      offset += UInt64(bytes.count)
      return nil
    }
    var index = 0
    while remaining > 0, index < bytes.count {
      if let fault = step(bytes[index]) { return fault }
      index += 1
    }
    let whole = Self.endOfWholeScalars(in: bytes, from: index)
    if index < whole {
      let run = UnsafeRawBufferPointer(rebasing: bytes[index..<whole])
      if let valid = Self.validPrefix(of: run) {
        offset += UInt64(valid)
        index += valid
      } else {
        offset += UInt64(whole - index)
        index = whole
      }
    }
    while index < bytes.count {
      if let fault = step(bytes[index]) { return fault }
      index += 1
    }
    return nil
  }

  /// The length of the valid prefix, or nil when the whole run is valid.
  private static func validPrefix(of run: UnsafeRawBufferPointer) -> Int? {
    do {
      _ = try UTF8Span(validating: run.assumingMemoryBound(to: UInt8.self).span)
      return nil
    } catch {
      return error.byteOffsets.lowerBound
    }
  }

  /// Where the last scalar begins if the end of the piece may cut it, else the end.
  private static func endOfWholeScalars(in bytes: UnsafeRawBufferPointer, from start: Int) -> Int {
    var index = bytes.count
    while index > start, bytes.count - index < 3 {
      index -= 1
      let byte = bytes[index]
      if byte < 0x80 { return bytes.count }
      if byte >= 0xC0 {
        let length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : 2
        return bytes.count - index < length ? index : bytes.count
      }
    }
    return bytes.count
  }

  private mutating func step(_ byte: UInt8) -> Fault? {
    if remaining > 0 {
      sequence.append(byte)
      guard allowed.contains(byte) else {
        return Fault(start: sequenceStart, end: offset + 1, bytes: sequence)
      }
      remaining -= 1
      allowed = 0x80...0xBF
    } else {
      sequenceStart = offset
      switch byte {
      case 0x00...0x7F: break
      case 0xC2...0xDF: remaining = 1
      case 0xE0: (remaining, allowed) = (2, 0xA0...0xBF)
      case 0xED: (remaining, allowed) = (2, 0x80...0x9F)
      case 0xE1...0xEF: remaining = 2
      case 0xF0: (remaining, allowed) = (3, 0x90...0xBF)
      case 0xF1...0xF3: remaining = 3
      case 0xF4: (remaining, allowed) = (3, 0x80...0x8F)
      default: return Fault(start: offset, end: offset + 1, bytes: [byte])
      }
      if remaining > 0 { sequence = [byte] }
    }
    offset += 1
    return nil
  }
}
