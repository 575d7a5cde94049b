/// Says whether bytes that come in pieces are one value of JSON (RFC 8259); nothing of them is kept.
package struct JSONScanner: Sendable {
  private enum State {
    /// A value, or the end of an array where none has come.
    case value, firstElement
    /// A member's name, or the end of an object where none has come.
    case name, firstName
    case colon
    case string, escape
    /// How many hexadecimal digits of an escape are missing.
    case digits(Int)
    /// The letters of `true`, `false` or `null` that are missing, the next one in the lowest byte.
    case word(UInt32)
    /// After a minus sign, a zero, other digits, a point, its digits, an `e`, its sign, its digits.
    case minus, zero, integer, point, fraction, exponent, sign, power
    /// After a value.
    case after
    case invalid
  }

  private var state = State.value
  private var isName = false
  private var depth = 0
  /// One bit for each level, the innermost lowest: 1 for an object.
  private var levels: UInt64 = 0

  package init() {}

  /// Takes the next bytes, which must be UTF-8. An array or object that is more than `JSONReader.depthLimit` levels deep is not JSON to it.
  package mutating func append(_ bytes: RawSpan) {
    bytes.withUnsafeBytes { bytes in
      for byte in bytes {
        if case .invalid = state { return }
        step(byte)
      }
    }
  }

  /// Whether the bytes so far are a whole value.
  package var isWhole: Bool {
    switch state {
    case .after, .zero, .integer, .fraction, .power: depth == 0
    default: false
    }
  }

  private mutating func step(_ byte: UInt8) {
    switch state {
    case .string:
      switch byte {
      case 0x22: state = isName ? .colon : .after
      case 0x5C: state = .escape
      case ..<0x20: state = .invalid
      default: break
      }
    case .escape: state = byte == 0x75 ? .digits(4) : Self.escapes.contains(byte) ? .string : .invalid
    case .digits(let count):
      state = !Self.isHex(byte) ? .invalid : count == 1 ? .string : .digits(count - 1)
    case .word(let rest):
      state = byte != UInt8(truncatingIfNeeded: rest) ? .invalid : rest >> 8 == 0 ? .after : .word(rest >> 8)
    case .minus: state = byte == 0x30 ? .zero : 0x31...0x39 ~= byte ? .integer : .invalid
    case .zero, .integer, .point, .fraction, .exponent, .sign, .power: number(byte)
    case .value, .firstElement, .name, .firstName, .colon, .after:
      if ![0x20, 0x09, 0x0A, 0x0D].contains(byte) { structure(byte) }
    case .invalid: break
    }
  }

  /// A byte between strings, words and numbers.
  private mutating func structure(_ byte: UInt8) {
    switch (state, byte) {
    case (.firstElement, 0x5D), (.firstName, 0x7D): close()
    case (.value, _), (.firstElement, _): begin(byte)
    case (.name, 0x22), (.firstName, 0x22): (state, isName) = (.string, true)
    case (.colon, 0x3A): state = .value
    case (.after, 0x2C) where depth > 0: state = levels & 1 == 1 ? .name : .value
    case (.after, 0x5D) where depth > 0 && levels & 1 == 0: close()
    case (.after, 0x7D) where depth > 0 && levels & 1 == 1: close()
    default: state = .invalid
    }
  }

  private mutating func begin(_ byte: UInt8) {
    switch byte {
    case 0x22: (state, isName) = (.string, false)
    case 0x7B, 0x5B:
      guard depth < JSONReader.depthLimit else {
        state = .invalid
        return
      }
      depth += 1
      levels = levels << 1 | (byte == 0x7B ? 1 : 0)
      state = byte == 0x7B ? .firstName : .firstElement
    case 0x2D: state = .minus
    case 0x30: state = .zero
    case 0x31...0x39: state = .integer
    case 0x74: state = .word(0x65_7572)
    case 0x66: state = .word(0x6573_6C61)
    case 0x6E: state = .word(0x6C_6C75)
    default: state = .invalid
    }
  }

  private mutating func close() {
    depth -= 1
    levels >>= 1
    state = .after
  }

  private mutating func number(_ byte: UInt8) {
    let isDigit = 0x30...0x39 ~= byte
    switch (state, byte) {
    case (.integer, _) where isDigit, (.fraction, _) where isDigit, (.power, _) where isDigit: break
    case (.zero, 0x2E), (.integer, 0x2E): state = .point
    case (.point, _): state = isDigit ? .fraction : .invalid
    case (.zero, 0x65), (.zero, 0x45), (.integer, 0x65), (.integer, 0x45), (.fraction, 0x65),
      (.fraction, 0x45):
      state = .exponent
    case (.exponent, 0x2B), (.exponent, 0x2D): state = .sign
    case (.exponent, _), (.sign, _): state = isDigit ? .power : .invalid
    default:
      state = .after
      step(byte)
    }
  }

  private static let escapes: [UInt8] = [0x22, 0x5C, 0x2F, 0x62, 0x66, 0x6E, 0x72, 0x74]

  private static func isHex(_ byte: UInt8) -> Bool {
    0x30...0x39 ~= byte || 0x41...0x46 ~= byte || 0x61...0x66 ~= byte
  }
}
