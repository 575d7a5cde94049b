/// The typography of Windows-1252, which an editor may have saved instead of UTF-8.
enum WindowsText {
  /// nil for a byte that is neither ASCII nor typography, so that binary data is not taken for text.
  static func scalar(of byte: UInt8) -> Unicode.Scalar? {
    switch byte {
    case 0x00...0x7E, 0xA0, 0xAD, 0xB7: Unicode.Scalar(byte)
    case 0x85: "\u{2026}"
    case 0x91: "\u{2018}"
    case 0x92: "\u{2019}"
    case 0x93: "\u{201C}"
    case 0x94: "\u{201D}"
    case 0x95: "\u{2022}"
    case 0x96: "\u{2013}"
    case 0x97: "\u{2014}"
    default: nil
    }
  }
}
