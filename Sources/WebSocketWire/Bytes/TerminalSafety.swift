/// What could deceive a terminal or its reader.
package enum TerminalSafety {
  /// Whether the scalar is a control (C0, DEL, C1), a separator of lines or paragraphs, a bidirectional control, or has no
  /// look of its own (Default_Ignorable_Code_Point, UAX 44).
  package static func mustEscape(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x00...0x1F, 0x7F...0x9F, 0xAD: true
    case ..<0x34F: false
    case 0x34F, 0x61C, 0x115F...0x1160, 0x17B4...0x17B5, 0x180B...0x180F, 0x200B...0x200F, 0x2028...0x202E:
      true
    case 0x2060...0x206F, 0x3164, 0xFE00...0xFE0F, 0xFEFF, 0xFFA0, 0xFFF0...0xFFF8: true
    case 0x1BCA0...0x1BCA3, 0x1D173...0x1D17A, 0xE0000...0xE0FFF: true
    default: false
    }
  }
}
