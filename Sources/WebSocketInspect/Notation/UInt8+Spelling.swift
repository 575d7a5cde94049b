extension UInt8 {
  /// A space, a tab, or another blank within a line; CR counts, as it comes before a line's end.
  var isBlank: Bool { self == 0x20 || self == 0x09 || 0x0B...0x0D ~= self }

  /// 0 to 15 for a hexadecimal digit of either case.
  var hexValue: UInt8? {
    switch self {
    case 0x30...0x39: self - 0x30
    case 0x41...0x46: self - 0x41 + 10
    case 0x61...0x66: self - 0x61 + 10
    default: nil
    }
  }

  /// 0 to 9 for a decimal digit.
  var isDecimal: Bool { 0x30...0x39 ~= self }

  /// An ASCII letter.
  var isLetter: Bool { 0x61...0x7A ~= self | 0x20 }
}
