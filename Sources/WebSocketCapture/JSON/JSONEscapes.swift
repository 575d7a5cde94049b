import WebSocketWire

/// Which characters of a string are written as escapes (RFC 8259 7), and how.
enum JSONEscapes {
  /// Whether each of the eight bytes is ASCII that needs no escape.
  @inline(__always)
  static func isPlain(_ bytes: UInt64) -> Bool {
    let (ones, tops): (UInt64, UInt64) = (0x0101_0101_0101_0101, 0x8080_8080_8080_8080)
    // A byte that is less than another one borrows from its top bit.
    let controls = (bytes &- ones &* 0x20) & ~bytes
    let (quotes, slashes, deletes) = (bytes ^ ones &* 0x22, bytes ^ ones &* 0x5C, bytes ^ ones &* 0x7F)
    let marks = (quotes &- ones) & ~quotes | (slashes &- ones) & ~slashes | (deletes &- ones) & ~deletes
    return (bytes | controls | marks) & tops == 0
  }

  /// Whether a byte of ASCII needs an escape.
  @inline(__always)
  static func isSpecial(_ byte: UInt8) -> Bool { byte < 0x20 || byte == 0x7F || byte == 0x22 || byte == 0x5C }

  /// The letter after the backslash, for those that have one.
  @inline(__always)
  static func letter(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x22, 0x5C: byte
    case 0x08: 0x62
    case 0x09: 0x74
    case 0x0A: 0x6E
    case 0x0C: 0x66
    case 0x0D: 0x72
    default: nil
    }
  }

  /// The scalar that begins there, and how many bytes it has; the text must be UTF-8.
  static func scalar(_ text: UnsafeRawBufferPointer, at index: Int) -> (UInt32, Int) {
    let first = text[index]
    guard first >= 0xC0 else { return (UInt32(first), 1) }
    let count = min(first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2, text.count - index)
    let head = UInt32(first) & (first >= 0xF0 ? 0x07 : first >= 0xE0 ? 0x0F : 0x1F)
    let scalar = text[(index + 1)..<(index + count)].reduce(head) { $0 << 6 | UInt32($1 & 0x3F) }
    return (scalar, count)
  }
}

/// There must be room for six bytes for each of the text.
extension OutputSpan<UInt8> {
  /// Appends a text from `start` on, with escapes where they are needed, up to a scalar that begins that many bytes later; returns its place.
  mutating func add(escaped text: UnsafeRawBufferPointer, from start: Int, atLeast count: Int) -> Int {
    let end = min(text.count, start + count)
    var index = start
    while index < end {
      if text.count - index >= 8,
        JSONEscapes.isPlain(text.loadUnaligned(fromByteOffset: index, as: UInt64.self))
      {
        add(UnsafeRawBufferPointer(rebasing: text[index..<index + 8]))
        index += 8
        continue
      }
      // A word with an escape is gone through byte by byte.
      let word = min(end, index + 8)
      while index < word { index += add(scalarOf: text, at: index) }
    }
    return index
  }

  /// Appends one scalar; returns how many bytes it has in the text.
  @inline(__always)
  private mutating func add(scalarOf text: UnsafeRawBufferPointer, at index: Int) -> Int {
    let byte = text[index]
    if byte < 0x80 {
      if !JSONEscapes.isSpecial(byte) {
        append(byte)
      } else if let letter = JSONEscapes.letter(byte) {
        append(0x5C)
        append(letter)
      } else {
        add(unit: UInt32(byte))
      }
      return 1
    }
    let (scalar, count) = JSONEscapes.scalar(text, at: index)
    if !TerminalSafety.mustEscape(scalar) {
      add(UnsafeRawBufferPointer(rebasing: text[index..<index + count]))
    } else if scalar <= 0xFFFF {
      add(unit: scalar)
    } else {
      add(unit: 0xD800 + (scalar - 0x10000) >> 10)
      add(unit: 0xDC00 + (scalar & 0x3FF))
    }
    return count
  }

  private mutating func add(unit: UInt32) {
    append(0x5C)
    append(0x75)
    for shift: UInt32 in [12, 8, 4, 0] {
      let digit = UInt8(truncatingIfNeeded: unit >> shift & 0xF)
      append(digit < 10 ? 0x30 + digit : 0x57 + digit)
    }
  }
}
