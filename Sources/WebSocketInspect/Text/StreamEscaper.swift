import WebSocketWire

/// The rule of `Escaper` for text that comes in pieces; line feeds and tabs pass as they are.
///
/// A scalar may be cut between two pieces; at most three bytes of it are remembered, and a joiner between two emoji.
public struct StreamEscaper: Sendable {
  private let escapesLayout: Bool
  private let isReversible: Bool
  /// Backslashes, and what follows them of something that reads like an escape; not written yet.
  private var backslashes = 0
  private var likeness: [UInt8] = []
  /// The bytes of a scalar that is not complete, the first one in the lowest place.
  private var pending: UInt32 = 0
  private var pendingCount = 0
  private var needed = 0
  /// The scalar above ASCII that was written last, where nothing has followed but a selector or a joiner.
  private var base: UInt32 = 0
  private var hasSelector = false
  /// A joiner that is written only if an emoji follows.
  private var holdsJoiner = false

  /// Begins a text, whose line feeds and tabs pass.
  public init() { self.init(escapesLayout: false) }

  /// `escapesLayout`: line feeds and tabs are escaped too.
  ///
  /// `isReversible`: what the text itself spells is told apart from an escape: backslashes in front of `\xHH` or `\u{H}`, or of the same
  /// letters in the text, are doubled, and all others stay as they are.
  package init(escapesLayout: Bool, isReversible: Bool = false) {
    self.escapesLayout = escapesLayout
    self.isReversible = isReversible
  }

  /// Takes the next piece; gives what can be printed of it.
  public mutating func escape(_ bytes: RawSpan) -> [UInt8] {
    var output: [UInt8] = []
    output.reserveCapacity(bytes.byteCount + 16)
    bytes.withUnsafeBytes { escape($0, into: &output) }
    return output
  }

  /// Takes the end of the text; gives the bytes of a scalar that was cut short, escaped.
  public mutating func finish() -> [UInt8] {
    var output: [UInt8] = []
    finish(into: &output)
    return output
  }

  mutating func escape(_ bytes: UnsafeRawBufferPointer, into output: inout [UInt8]) {
    var index = 0
    while index < bytes.count {
      let run =
        pendingCount == 0 && backslashes == 0
        ? Self.printableCount(in: bytes, from: index, noBackslashes: isReversible) : 0
      if run > 0 {
        endEmoji(into: &output)
        output.append(contentsOf: UnsafeRawBufferPointer(rebasing: bytes[index..<index + run]))
        index += run
      } else {
        take(bytes[index], into: &output)
        index += 1
      }
    }
  }

  mutating func finish(into output: inout [UInt8]) {
    flush(into: &output)
    endEmoji(into: &output)
    endBackslashes(isEscape: false, into: &output)
  }

  private mutating func take(_ byte: UInt8, into output: inout [UInt8]) {
    if pendingCount > 0 {
      if isNext(byte) { return extend(with: byte, into: &output) }
      flush(into: &output)
    }
    if !(0xC2...0xF4 ~= byte) { endEmoji(into: &output) }
    switch byte {
    case 0x00...0x7F:
      if !isReversible || !extendLikeness(with: byte, into: &output) { ascii(byte, into: &output) }
    case 0xC2...0xF4:
      (pending, pendingCount) = (UInt32(byte), 1)
      needed = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : 2
    default: escape(byte, into: &output)
    }
  }

  // MARK: Backslashes

  /// Takes a byte that may belong to what reads like an escape; false for any other.
  private mutating func extendLikeness(with byte: UInt8, into output: inout [UInt8]) -> Bool {
    if byte == 0x5C {
      if !likeness.isEmpty { endBackslashes(isEscape: false, into: &output) }
      backslashes += 1
      return true
    }
    guard backslashes > 0 else { return false }
    let isHex = 0x30...0x39 ~= byte || 0x61...0x66 ~= byte | 0x20
    switch (likeness.first, likeness.count) {
    case (nil, _) where byte == 0x78 || byte == 0x75, (0x78, 1) where isHex: likeness.append(byte)
    case (0x78, 2) where isHex, (0x75, _) where byte == 0x7B:
      likeness.append(byte)
      endBackslashes(isEscape: true, into: &output)
    default: return false
    }
    return true
  }

  /// Writes what was held: the backslashes twice where an escape follows, or the like of one.
  private mutating func endBackslashes(isEscape: Bool, into output: inout [UInt8]) {
    guard backslashes > 0 else { return }
    output.append(contentsOf: repeatElement(0x5C, count: isEscape ? 2 * backslashes : backslashes))
    output += likeness
    backslashes = 0
    likeness = []
  }

  /// Writes what was held in front of an escape, which follows the backslashes only where nothing is between them.
  private mutating func beginEscape(into output: inout [UInt8]) {
    endBackslashes(isEscape: likeness.isEmpty, into: &output)
  }

  // MARK: Scalars

  /// Whether the byte can go on with the scalar that has begun (RFC 3629 4).
  private func isNext(_ byte: UInt8) -> Bool {
    guard pendingCount == 1 else { return 0x80...0xBF ~= byte }
    return switch pending {
    case 0xE0: 0xA0...0xBF ~= byte
    case 0xED: 0x80...0x9F ~= byte
    case 0xF0: 0x90...0xBF ~= byte
    case 0xF4: 0x80...0x8F ~= byte
    default: 0x80...0xBF ~= byte
    }
  }

  private mutating func extend(with byte: UInt8, into output: inout [UInt8]) {
    pending |= UInt32(byte) << (8 * UInt32(pendingCount))
    pendingCount += 1
    guard pendingCount == needed else { return }
    var scalar = pending & (needed == 2 ? 0x1F : needed == 3 ? 0x0F : 0x07)
    for place in 1..<needed { scalar = scalar << 6 | (pending >> (8 * UInt32(place))) & 0x3F }
    if !joins(scalar) {
      if TerminalSafety.mustEscape(scalar) {
        endEmoji(into: &output)
        escape(scalar: scalar, into: &output)
      } else {
        if holdsJoiner, Self.isEmoji(scalar) {
          output += Self.joiner
          holdsJoiner = false
        }
        endEmoji(into: &output)
        endBackslashes(isEscape: false, into: &output)
        base = scalar
        copyPending(into: &output)
      }
    } else if scalar == 0xFE0F {
      copyPending(into: &output)
    }
    (pending, pendingCount) = (0, 0)
  }

  private func copyPending(into output: inout [UInt8]) {
    for place in 0..<needed { output.append(UInt8(truncatingIfNeeded: pending >> (8 * UInt32(place)))) }
  }

  // MARK: Emoji

  /// Takes a selector or joiner that is where a sequence of emoji has one (UTS 51); false for any other scalar.
  private mutating func joins(_ scalar: UInt32) -> Bool {
    guard scalar == 0xFE0F || scalar == 0x200D, !holdsJoiner, Self.isEmoji(base) else { return false }
    if scalar == 0x200D {
      holdsJoiner = true
      return true
    }
    guard !hasSelector else { return false }
    hasSelector = true
    return true
  }

  /// A sequence of emoji is over; a joiner that led nowhere is escaped.
  private mutating func endEmoji(into output: inout [UInt8]) {
    if holdsJoiner { escape(scalar: 0x200D, into: &output) }
    (base, hasSelector, holdsJoiner) = (0, false, false)
  }

  /// Digits and signs can be shown as emoji too, and are not meant.
  private static func isEmoji(_ scalar: UInt32) -> Bool {
    scalar >= 0x203C && Unicode.Scalar(scalar)?.properties.isEmoji == true
  }

  private static let joiner: [UInt8] = [0xE2, 0x80, 0x8D]

  private mutating func flush(into output: inout [UInt8]) {
    if pendingCount > 0 { endEmoji(into: &output) }
    for place in 0..<pendingCount {
      escape(UInt8(truncatingIfNeeded: pending >> (8 * UInt32(place))), into: &output)
    }
    (pending, pendingCount) = (0, 0)
  }

  private mutating func ascii(_ byte: UInt8, into output: inout [UInt8]) {
    switch byte {
    case 0x09 where !escapesLayout, 0x0A where !escapesLayout, 0x20...0x7E:
      endBackslashes(isEscape: false, into: &output)
      output.append(byte)
    default: escape(byte, into: &output)
    }
  }

  private mutating func escape(scalar: UInt32, into output: inout [UInt8]) {
    beginEscape(into: &output)
    output += Array("\\u{\(String(scalar, radix: 16))}".utf8)
  }

  private mutating func escape(_ byte: UInt8, into output: inout [UInt8]) {
    beginEscape(into: &output)
    output += [0x5C, 0x78]
    output += Array(Hex.byte(byte).utf8)
  }

  /// How many bytes from `start` on are printable ASCII, eight at a time as long as all eight are; a backslash counts as one unless
  /// `noBackslashes`.
  static func printableCount(
    in bytes: UnsafeRawBufferPointer, from start: Int, noBackslashes: Bool = false
  ) -> Int {
    // DEL is not printable, so looking for it twice changes nothing.
    let other: UInt8 = noBackslashes ? 0x5C : 0x7F
    let tops: UInt64 = 0x8080_8080_8080_8080
    let ones: UInt64 = 0x0101_0101_0101_0101
    let others = ones &* UInt64(other)
    var index = start
    while bytes.count - index >= 8 {
      let word = bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)
      let isDelete = word ^ (ones &* 0x7F)
      let isOther = word ^ others
      // Each subtraction sets the top bit of a byte that is below 0x20, is 0x7F or is `other`; a borrow only errs to the safe side.
      guard
        (word | (word &- ones &* 0x20) | (isDelete &- ones) | (isOther &- ones)) & tops == 0
      else { break }
      index += 8
    }
    while index < bytes.count, 0x20...0x7E ~= bytes[index], bytes[index] != other { index += 1 }
    return index - start
  }
}
