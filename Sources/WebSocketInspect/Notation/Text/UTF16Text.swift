/// Text in UTF-16, as PowerShell and the editors of Windows save it.
struct UTF16Text {
  let text: String

  /// nil without a byte order mark, unless every other byte is zero and the rest is printable ASCII.
  init?(_ input: [UInt8]) {
    guard input.count >= 4, input.count.isMultiple(of: 2) else { return nil }
    let isLittle: Bool
    switch (input[0], input[1]) {
    case (0xFF, 0xFE): isLittle = true
    case (0xFE, 0xFF): isLittle = false
    case (_, 0) where Self.isWidened(input, low: 0): isLittle = true
    case (0, _) where Self.isWidened(input, low: 1): isLittle = false
    default: return nil
    }
    let units = stride(from: 0, to: input.count, by: 2).lazy.map { index in
      UInt16(input[index + (isLittle ? 1 : 0)]) << 8 | UInt16(input[index + (isLittle ? 0 : 1)])
    }
    guard let text = String(validating: units, as: UTF16.self) else { return nil }
    self.text = text
  }

  /// Whether every pair is an ASCII character, at `low` of the pair, and a zero.
  private static func isWidened(_ input: [UInt8], low: Int) -> Bool {
    stride(from: 0, to: input.count, by: 2).allSatisfy { index in
      let character = input[index + low]
      return input[index + 1 - low] == 0 && (0x20...0x7E ~= character || 0x09...0x0D ~= character)
    }
  }
}
