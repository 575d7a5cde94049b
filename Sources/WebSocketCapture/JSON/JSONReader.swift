import WebSocketWire

/// Reads one JSON value out of bytes, piece by piece, as its caller asks (RFC 8259); nothing is kept that is not asked for.
package struct JSONReader {
  /// Where the bytes stop being JSON, or are not what was asked for.
  package struct Fault: Error, Hashable {
    /// Offset of the byte at fault.
    package let offset: Int
    /// What was expected there, or what is wrong.
    package let words: String
  }

  private let bytes: [UInt8]
  private var index = 0
  private var depth = 0

  private let allowsHalfPairs: Bool

  /// How many arrays and objects can be inside each other.
  package static let depthLimit = 64

  /// What a value is, by its first byte.
  package enum Kind {
    case object, array, string, number, boolean, null
  }

  /// The bytes must be UTF-8. With `allowsHalfPairs` an escape that is half of a surrogate pair, which RFC 8259 8.2 leaves open, is read
  /// as U+FFFD.
  package init(_ bytes: [UInt8], allowsHalfPairs: Bool = false) {
    self.bytes = bytes
    self.allowsHalfPairs = allowsHalfPairs
  }

  /// What comes next, unless that is not a value.
  package var kind: Kind? {
    mutating get {
      switch peek() {
      case 0x7B: .object
      case 0x5B: .array
      case 0x22: .string
      case 0x74, 0x66: .boolean
      case 0x6E: .null
      case let byte? where byte == 0x2D || 0x30...0x39 ~= byte: .number
      default: nil
      }
    }
  }

  /// The first byte of what comes next, white space passed over; nil at the end.
  package mutating func peek() -> UInt8? {
    while index < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[index]) { index += 1 }
    return index < bytes.count ? bytes[index] : nil
  }

  /// Offset of the byte that is read next.
  var offset: Int { index }

  /// Fails unless nothing but white space is left.
  package mutating func end() throws(Fault) {
    if peek() != nil { throw fault("nothing is expected after the value") }
  }

  /// Reads an object; `member` has to read or skip each value, and gets its name.
  package mutating func object(
    _ member: (String, inout JSONReader) throws(Fault) -> Void
  ) throws(Fault) {
    try elements(0x7B, 0x7D, "an object is expected") { reader throws(Fault) in
      let name = try reader.string()
      try reader.take(0x3A, "a colon is expected")
      try member(String(decoding: name, as: UTF8.self), &reader)
    }
  }

  /// Reads an array; `element` has to read or skip each value, and gets its index.
  package mutating func array(
    _ element: (Int, inout JSONReader) throws(Fault) -> Void
  ) throws(Fault) {
    var index = 0
    try elements(0x5B, 0x5D, "an array is expected") { reader throws(Fault) in
      try element(index, &reader)
      index += 1
    }
  }

  /// Reads a string, as UTF-8.
  package mutating func string() throws(Fault) -> [UInt8] {
    try take(0x22, "a string is expected")
    var text: [UInt8] = []
    while true {
      let end = bytes[index...].firstIndex { $0 == 0x22 || $0 == 0x5C || $0 < 0x20 } ?? bytes.endIndex
      text += bytes[index..<end]
      index = end
      guard end < bytes.count else { throw fault("the string does not end") }
      guard bytes[end] >= 0x20 else { throw fault("a control character is written with a backslash") }
      index += 1
      if bytes[end] == 0x22 { return text }
      try escape(into: &text)
    }
  }

  /// Reads a number, as it is written.
  package mutating func number() throws(Fault) -> String {
    _ = peek()
    let start = index
    if next == 0x2D { index += 1 }
    if next == 0x30 { index += 1 } else { try digits() }
    if next == 0x2E {
      index += 1
      try digits()
    }
    if next == 0x65 || next == 0x45 {
      index += 1
      if next == 0x2B || next == 0x2D { index += 1 }
      try digits()
    }
    return String(decoding: bytes[start..<index], as: UTF8.self)
  }

  /// Reads `true` or `false`.
  package mutating func boolean() throws(Fault) -> Bool {
    let isTrue = peek() == 0x74
    try word(isTrue ? "true" : "false", "true or false is expected")
    return isTrue
  }

  /// Passes over any value.
  package mutating func skip() throws(Fault) {
    switch kind {
    case .object: try object { (_, reader) throws(Fault) in try reader.skip() }
    case .array: try array { (_, reader) throws(Fault) in try reader.skip() }
    case .string: _ = try string()
    case .boolean: _ = try boolean()
    case .null: try word("null", "null is expected")
    case .number: _ = try number()
    case nil: throw fault("a value is expected")
    }
  }

  // MARK: Parts

  private var next: UInt8? { index < bytes.count ? bytes[index] : nil }

  /// What is wrong here.
  package func fault(_ words: String) -> Fault { Fault(offset: index, words: words) }

  private mutating func take(_ byte: UInt8, _ words: String) throws(Fault) {
    guard peek() == byte else { throw fault(words) }
    index += 1
  }

  private mutating func elements(
    _ opening: UInt8, _ closing: UInt8, _ words: String,
    _ element: (inout JSONReader) throws(Fault) -> Void
  ) throws(Fault) {
    try take(opening, words)
    guard depth < Self.depthLimit else {
      throw fault("more than \(Self.depthLimit) levels are inside each other")
    }
    depth += 1
    if peek() != closing {
      try element(&self)
      while peek() == 0x2C {
        index += 1
        try element(&self)
      }
    }
    depth -= 1
    try take(closing, closing == 0x7D ? "a comma or } is expected" : "a comma or ] is expected")
  }

  private mutating func digits() throws(Fault) {
    guard let first = next, 0x30...0x39 ~= first else { throw fault("a digit is expected") }
    while let byte = next, 0x30...0x39 ~= byte { index += 1 }
  }

  private mutating func word(_ word: String, _ words: String) throws(Fault) {
    _ = peek()
    guard bytes[index...].starts(with: word.utf8) else { throw fault(words) }
    index += word.utf8.count
  }

  private mutating func escape(into text: inout [UInt8]) throws(Fault) {
    let start = index - 1
    let byte = next
    index += byte == nil ? 0 : 1
    switch byte {
    case 0x22, 0x5C, 0x2F: text.append(byte ?? 0)
    case 0x62: text.append(0x08)
    case 0x66: text.append(0x0C)
    case 0x6E: text.append(0x0A)
    case 0x72: text.append(0x0D)
    case 0x74: text.append(0x09)
    case 0x75:
      var scalar = try unit(start)
      if 0xD800...0xDBFF ~= scalar, bytes[index...].starts(with: "\\u".utf8) {
        let end = index
        index += 2
        let low = try unit(start)
        if 0xDC00...0xDFFF ~= low {
          scalar = 0x10000 + (scalar - 0xD800) << 10 + (low - 0xDC00)
        } else {
          index = end
        }
      }
      guard let scalar = Unicode.Scalar(scalar) ?? (allowsHalfPairs ? "\u{fffd}" : nil) else {
        throw Fault(offset: start, words: "half of a surrogate pair is not a character")
      }
      text += Array(String(Character(scalar)).utf8)
    default: throw Fault(offset: start, words: "there is no such escape")
    }
  }

  private mutating func unit(_ start: Int) throws(Fault) -> UInt32 {
    let digits = bytes[index...].prefix(4)
    guard digits.count == 4, let unit = Digits.hex(digits) else {
      throw Fault(offset: start, words: "four hexadecimal digits are expected after \\u")
    }
    index += 4
    return UInt32(unit)
  }
}
