import WebSocketWire

/// Cuts JSON into its tokens, each of which is a range of bytes; nothing is converted (RFC 8259).
struct JSONTokens {
  enum Token: Hashable {
    case openObject, closeObject, openArray, closeArray, comma, colon
    case string, number
    /// `true`, `false` or `null`.
    case word
  }

  private let bytes: UnsafeRawBufferPointer
  private var offset = 0

  init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  /// The most containers inside each other that are read.
  static let depthLimit = 64

  /// Whether the bytes are one object or array, with nothing but white space around it.
  static func areContainer(_ bytes: UnsafeRawBufferPointer) -> Bool {
    var tokens = JSONTokens(bytes)
    var place = JSONPlace()
    while let (token, _) = tokens.next() { guard place.accept(token) else { return false } }
    return tokens.offset == bytes.count && place.isOver
  }

  /// The next token; nil at the end, and at what is none.
  mutating func next() -> (token: Token, range: Range<Int>)? {
    while let byte = peek(), byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { offset += 1 }
    let start = offset
    guard let byte = peek() else { return nil }
    let token: Token
    switch byte {
    case UInt8(ascii: "{"): token = .openObject
    case UInt8(ascii: "}"): token = .closeObject
    case UInt8(ascii: "["): token = .openArray
    case UInt8(ascii: "]"): token = .closeArray
    case UInt8(ascii: ","): token = .comma
    case UInt8(ascii: ":"): token = .colon
    case UInt8(ascii: "\""): return passString() ? (.string, start..<offset) : nil
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
      return passNumber() ? (.number, start..<offset) : nil
    default:
      return pass("true") || pass("false") || pass("null") ? (.word, start..<offset) : nil
    }
    offset += 1
    return (token, start..<offset)
  }

  private func peek() -> UInt8? { offset < bytes.count ? bytes[offset] : nil }

  private mutating func pass(_ byte: UInt8) -> Bool {
    guard peek() == byte else { return false }
    offset += 1
    return true
  }

  private mutating func pass(_ word: StaticString) -> Bool {
    let end = offset + word.utf8CodeUnitCount
    guard end <= bytes.count,
      bytes[offset..<end].elementsEqual(
        UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount))
    else { return false }
    offset = end
    return true
  }

  /// RFC 8259 7; whether the bytes are UTF-8 is not looked at.
  private mutating func passString() -> Bool {
    offset += 1
    while true {
      guard let byte = peek(), byte >= 0x20 else { return false }
      offset += 1
      switch byte {
      case UInt8(ascii: "\""): return true
      case UInt8(ascii: "\\"): guard passEscape() else { return false }
      default: break
      }
    }
  }

  private mutating func passEscape() -> Bool {
    guard let byte = peek() else { return false }
    offset += 1
    switch byte {
    case UInt8(ascii: "u"):
      for _ in 0..<4 {
        guard let digit = peek(), 0x30...0x39 ~= digit || 0x61...0x66 ~= digit | 0x20 else { return false }
        offset += 1
      }
      return true
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
      UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
      return true
    default: return false
    }
  }

  /// RFC 8259 6.
  private mutating func passNumber() -> Bool {
    _ = pass(UInt8(ascii: "-"))
    if !pass(UInt8(ascii: "0")) { guard passDigits() else { return false } }
    if pass(UInt8(ascii: ".")) { guard passDigits() else { return false } }
    guard let byte = peek(), byte | 0x20 == UInt8(ascii: "e") else { return true }
    offset += 1
    if !pass(UInt8(ascii: "+")) { _ = pass(UInt8(ascii: "-")) }
    return passDigits()
  }

  /// One digit or more.
  private mutating func passDigits() -> Bool {
    let start = offset
    while let byte = peek(), 0x30...0x39 ~= byte { offset += 1 }
    return offset > start
  }
}
