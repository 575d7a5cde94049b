public import WebSocketWire

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
    choice & 0x10 == 0 ? Limits(head: 2048) : Limits(frame: 40, message: 60, head: 512)
  }

  /// What was agreed on: no compression, or one with large or small windows, with context or without.
  public static func terms(_ choice: UInt8) -> DeflateTerms? {
    guard choice & 0x80 != 0 else { return nil }
    var terms = DeflateTerms()
    if choice & 0x01 != 0 { (terms.serverMaxWindowBits, terms.clientMaxWindowBits) = (8, .bits(9)) }
    if choice & 0x02 != 0 { (terms.serverNoContextTakeover, terms.clientNoContextTakeover) = (true, true) }
    return terms
  }
}
