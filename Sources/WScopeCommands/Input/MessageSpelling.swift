import WebSocketInspect
import WebSocketWire

/// How the bytes of a message are written where it is given.
struct MessageSpelling {
  enum Form {
    /// As they are.
    case plain
    /// As text with escapes: `\n`, `\r`, `\t`, `\0`, `\\`, `\xHH`, `\u{HEX}`.
    case escapes
    case hex
    case base64
  }

  var form = Form.plain
  /// Whether a message gets a CR LF at its end.
  var endsWithCRLF = false

  var isPlain: Bool { form == .plain && !endsWithCRLF }

  /// The message that is written; a file's content is as it is. Fails with status 65 for what is not in this form.
  func read(_ message: OutgoingMessage) throws(Failure) -> OutgoingMessage {
    guard !isPlain, case .bytes(let written) = message.content else { return message }
    return OutgoingMessage(
      kind: message.kind, bytes: try read(written, origin: message.origin), origin: message.origin)
  }

  /// The bytes of a message that is written so.
  func read(_ written: [UInt8], origin: String) throws(Failure) -> [UInt8] {
    let bytes = try bytes(written, of: origin)
    return endsWithCRLF ? bytes + [0x0D, 0x0A] : bytes
  }

  /// The bytes of a text that is a text whatever other messages are: only escapes are read.
  func read(text: [UInt8], origin: String) throws(Failure) -> [UInt8] {
    form == .escapes ? try Self.unescaped(text[...], origin) : text
  }

  /// The bytes of a part of a script's text, in which escapes are read before names are filled in, and other forms afterwards.
  func read(part: ArraySlice<UInt8>, origin: String) throws(Failure) -> [UInt8] {
    form == .escapes ? try Self.unescaped(part, origin) : Array(part)
  }

  /// How a text is read whose parts have been read.
  var ofFilled: MessageSpelling {
    MessageSpelling(form: form == .escapes ? .plain : form, endsWithCRLF: endsWithCRLF)
  }

  private func bytes(_ written: [UInt8], of origin: String) throws(Failure) -> [UInt8] {
    switch form {
    case .plain: return written
    case .escapes: return try Self.unescaped(written[...], origin)
    case .hex, .base64:
      do {
        return try (form == .hex ? ByteNotation.hex : .base64).read(written)
      } catch {
        throw Failure(.badData, "\(origin): \(Escaper.line(error.sentence))")
      }
    }
  }

  private static let names: [UInt8: UInt8] = [
    UInt8(ascii: "n"): 0x0A, UInt8(ascii: "r"): 0x0D, UInt8(ascii: "t"): 0x09, UInt8(ascii: "0"): 0,
    UInt8(ascii: "\\"): 0x5C,
  ]

  private static func unescaped(_ written: ArraySlice<UInt8>, _ origin: String) throws(Failure) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(written.count)
    var rest = written
    while let byte = rest.popFirst() {
      guard byte == 0x5C else {
        bytes.append(byte)
        continue
      }
      let start = rest.startIndex - 1
      guard let escaped = escaped(&rest) else {
        let shown = Escaper.line(bytes: written[start...].prefix(6))
        if let number = scalarNumber(written[start...]) {
          throw Failure(
            .badData,
            "\(origin), byte \(start + 1): \\u{\(number)} is not a character: \\u{0} to \\u{D7FF} and \\u{E000} to \\u{10FFFF} are"
          )
        }
        throw Failure(
          .badData,
          "\(origin), byte \(start + 1): \(shown) does not begin with an escape: \\n, \\r, \\t, \\0, \\\\, \\xHH and \\u{HEX} are"
        )
      }
      bytes += escaped
    }
    return bytes
  }

  /// Takes what comes after a backslash; nil where it is not an escape.
  private static func escaped(_ rest: inout ArraySlice<UInt8>) -> [UInt8]? {
    guard let name = rest.popFirst() else { return nil }
    if let byte = names[name] { return [byte] }
    if name == UInt8(ascii: "x") {
      let digits = rest.prefix(2)
      rest = rest.dropFirst(2)
      guard digits.count == 2, let value = hex(digits) else { return nil }
      return [UInt8(value)]
    }
    guard name == UInt8(ascii: "u"), rest.popFirst() == UInt8(ascii: "{") else { return nil }
    let digits = rest.prefix { $0 != UInt8(ascii: "}") }
    rest = rest[digits.endIndex...]
    guard rest.popFirst() != nil, 1...6 ~= digits.count, let scalar = hex(digits).flatMap(Unicode.Scalar.init)
    else {
      return nil
    }
    return Array(String(Character(scalar)).utf8)
  }

  /// The digits of `\u{HEX}` where there are 1 to 6 of them.
  private static func scalarNumber(_ text: ArraySlice<UInt8>) -> String? {
    guard text.starts(with: "\\u{".utf8), let end = text.firstIndex(of: UInt8(ascii: "}")) else { return nil }
    let digits = text[(text.startIndex + 3)..<end]
    return 1...6 ~= digits.count && hex(digits) != nil ? String(decoding: digits, as: UTF8.self) : nil
  }

  private static func hex(_ digits: ArraySlice<UInt8>) -> UInt32? {
    var value: UInt32 = 0
    for digit in digits {
      guard let digit = Character(Unicode.Scalar(digit)).hexDigitValue, digit < 16 else { return nil }
      value = value << 4 | UInt32(digit)
    }
    return value
  }
}
