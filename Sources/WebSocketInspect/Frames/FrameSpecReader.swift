import WebSocketWire

/// Reads the words of a `FrameSpec`.
struct FrameSpecReader {
  private enum Key: String, CaseIterable {
    case fin, rsv, op, mask, len, claim, text, hex, base64

    static let payload: [Key] = [.text, .hex, .base64]
  }

  static let keys = Key.allCases.map(\.rawValue)

  /// Parts of the words, which can be long.
  private var values: [Key: Substring] = [:]

  static func read(_ words: [String]) throws(UsageError) -> FrameSpec {
    var reader = FrameSpecReader()
    for word in words { try reader.take(word) }
    return try reader.spec()
  }

  private mutating func take(_ word: String) throws(UsageError) {
    // A combining mark after the sign would hide it from a search by characters.
    guard let sign = word.utf8.firstIndex(of: 0x3D), let key = Key(rawValue: String(word[..<sign])) else {
      let shown = Self.shown(word)
      let list = Self.keys.joined(separator: ", ")
      throw UsageError("\"\(shown)\" is not a word of a frame, expected key=value with one of: \(list)")
    }
    guard values[key] == nil else { throw UsageError("\(key.rawValue) is given twice") }
    if Key.payload.contains(key), let other = Key.payload.first(where: { values[$0] != nil }) {
      throw UsageError("the payload is given twice, as \(other.rawValue) and as \(key.rawValue)")
    }
    values[key] = word[word.utf8.index(after: sign)...]
  }

  private func spec() throws(UsageError) -> FrameSpec {
    let payload = try payload()
    let claim = try claim() ?? UInt64(payload.count)
    let form = try lengthForm()
    if let form, claim > form.maximum {
      throw UsageError("len=\(form.rawValue) cannot claim \(claim) bytes: \(form.maximum) are the most")
    }
    return FrameSpec(
      isFinal: try isFinal(), reserved: try reserved(), opcode: try opcode(), mask: try mask(),
      lengthForm: form,
      claim: claim, payload: payload)
  }

  /// The beginning of what was typed, for a sentence.
  private static func shown(_ text: some StringProtocol) -> String {
    let most = 60
    let start = String.UnicodeScalarView(text.unicodeScalars.prefix(most))
    return Escaper.line(String(start))
      + (start.count == most && text.utf8.count > String(start).utf8.count ? "..." : "")
  }

  private func mistake(_ key: Key, _ value: Substring, _ expected: String) -> UsageError {
    UsageError("\(key.rawValue)=\(Self.shown(value)): expected \(expected)")
  }

  private func isFinal() throws(UsageError) -> Bool {
    switch values[.fin] {
    case nil, "1": return true
    case "0": return false
    case let value?: throw mistake(.fin, value, "0 or 1")
    }
  }

  private func reserved() throws(UsageError) -> ReservedBits {
    guard let value = values[.rsv] else { return [] }
    guard value.utf8.count == 3, value.utf8.allSatisfy({ $0 == 0x30 || $0 == 0x31 }),
      let bits = UInt8(value, radix: 2)
    else { throw mistake(.rsv, value, "three binary digits, such as 100 for RSV1") }
    return ReservedBits(rawValue: bits)
  }

  private func opcode() throws(UsageError) -> Opcode {
    guard let value = values[.op] else { return .text }
    let named: [Opcode] = [.continuation, .text, .binary, .close, .ping, .pong]
    if let opcode = named.first(where: { $0.name.lowercased() == value }) { return opcode }
    let isHex = value.hasPrefix("0x") || value.hasPrefix("0X")
    guard let number = Self.number(isHex ? value.dropFirst(2) : value, radix: isHex ? 16 : 10),
      number < 16
    else { throw mistake(.op, value, "continuation, text, binary, close, ping, pong, 0x0 to 0xF or 0 to 15") }
    return Opcode(rawValue: UInt8(number))
  }

  private func mask() throws(UsageError) -> FrameSpec.Mask {
    switch values[.mask] {
    case nil, "none": return .none
    case "random": return .random
    case let value?:
      guard let key = try? ByteNotation.hex.read(Array(value.utf8)), key.count == 4 else {
        throw mistake(.mask, value, "none, random, or four bytes in hex, such as 37fa213d")
      }
      return .key(MaskingKey(bigEndian: key.reduce(0) { $0 << 8 | UInt32($1) }))
    }
  }

  private func lengthForm() throws(UsageError) -> LengthForm? {
    guard let value = values[.len] else { return nil }
    guard let form = LengthForm.allCases.first(where: { "\($0.rawValue)" == value }) else {
      throw mistake(.len, value, "7, 16 or 64")
    }
    return form
  }

  private func claim() throws(UsageError) -> UInt64? {
    guard let value = values[.claim] else { return nil }
    guard let claim = Self.number(value, radix: 10) else {
      throw mistake(.claim, value, "a number of bytes, at most \(UInt64.max)")
    }
    return claim
  }

  private func payload() throws(UsageError) -> [UInt8] {
    if let text = values[.text] { return Array(text.utf8) }
    if let hex = values[.hex] { return try bytes(hex, .hex, as: .hex) }
    if let base64 = values[.base64] { return try bytes(base64, .base64, as: .base64) }
    return []
  }

  private func bytes(_ value: Substring, _ key: Key, as notation: ByteNotation) throws(UsageError) -> [UInt8]
  {
    do {
      return try notation.read(Array(value.utf8))
    } catch {
      throw UsageError("\(key.rawValue)=: \(error.sentence)")
    }
  }

  /// Digits and nothing else, so that no sign is let through.
  private static func number(_ text: Substring, radix: Int) -> UInt64? {
    text.utf8.first.map { $0 != 0x2B && $0 != 0x2D } == true ? UInt64(text, radix: radix) : nil
  }
}
