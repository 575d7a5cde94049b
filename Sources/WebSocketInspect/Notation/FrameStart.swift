/// Whether a byte can begin a frame, which tells two readings of the same text apart.
enum FrameStart {
  /// A known opcode, FIN on a control frame, and no reserved bit but the first one of a message, which says that it is
  /// compressed (RFC 6455 5.2, 5.5; RFC 7692 6).
  static func isPlausible(_ byte: UInt8?) -> Bool {
    switch byte {
    case 0x00, 0x01, 0x02, 0x41, 0x42, 0x80, 0x81, 0x82, 0xC1, 0xC2, 0x88, 0x89, 0x8A: true
    default: false
    }
  }
}
