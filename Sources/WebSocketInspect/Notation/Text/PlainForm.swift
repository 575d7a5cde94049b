/// The ASCII character that is meant by another one in spelled bytes.
enum PlainForm {
  case character(UInt8)
  /// The character has no width and no meaning here.
  case nothing
  /// A control character, which text does not have.
  case control

  /// `previous` is the character in front: some editors write `0x` with the sign for multiplication.
  init(of scalar: Unicode.Scalar, after previous: UInt8?) {
    switch scalar.value {
    case 0x09...0x0D, 0x20...0x7E: self = .character(UInt8(scalar.value))
    case 0x85, 0x2028, 0x2029: self = .character(0x0A)
    case 0x00...0x1F, 0x7F...0x9F: self = .control
    case 0xA0, 0x1680, 0x2000...0x200A, 0x202F, 0x205F, 0x3000: self = .character(0x20)
    case 0xAD, 0x200B...0x200F, 0x2060...0x2064, 0xFE0F, 0xFEFF: self = .nothing
    case 0x2018...0x201B, 0x2032: self = .character(0x27)
    case 0x201C...0x201F, 0x2033: self = .character(0x22)
    case 0x2010...0x2015, 0x2212: self = .character(0x2D)
    case 0x2026, 0x22EF: self = .character(SpelledText.ellipsis)
    case 0xD7 where previous == 0x30: self = .character(0x78)
    case 0x2500...0x257F: self = .character(Self.line(scalar.value))
    case 0xFF01...0xFF5E: self = .character(UInt8(scalar.value - 0xFEE0))
    default: self = .character(SpelledText.other)
    }
  }

  /// What a line of a box is drawn with in ASCII.
  private static func line(_ value: UInt32) -> UInt8 {
    switch value {
    case 0x2500, 0x2501, 0x2504, 0x2505, 0x2508, 0x2509, 0x254C, 0x254D, 0x2550: 0x2D
    case 0x2502, 0x2503, 0x2506, 0x2507, 0x250A, 0x250B, 0x254E, 0x254F, 0x2551: 0x7C
    default: 0x2B
    }
  }
}
