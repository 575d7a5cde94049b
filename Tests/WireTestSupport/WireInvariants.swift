import WebSocketWire

/// What holds for any bytes whatever; fuzz targets and tests call the same functions.
public enum WireInvariants {
  /// The first byte chooses how the rest is read, which is returned.
  static func choice(_ bytes: [UInt8]) -> (choice: UInt8, rest: [UInt8]) {
    (bytes.first ?? 0, Array(bytes.dropFirst()))
  }

  /// Cuts bytes into pieces of 1 to 32, as the bytes themselves decide.
  static func pieces(of bytes: [UInt8]) -> [[UInt8]] {
    var pieces: [[UInt8]] = []
    var index = 0
    while index < bytes.count {
      let end = min(bytes.count, index + 1 + Int(bytes[index] ^ UInt8(truncatingIfNeeded: index)) % 32)
      pieces.append(Array(bytes[index..<end]))
      index = end
    }
    return pieces
  }

  /// Small limits or none, so that both are met.
  static func limits(_ choice: UInt8) -> Limits {
    choice & 0x10 == 0 ? Limits(head: 2048) : Limits(frame: 40, message: 60, head: 256)
  }
}
