/// How much some bytes look like frames, which tells two readings of the same text apart.
enum FrameLikeness: Int, Comparable {
  case none, start, whole

  static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }

  init(_ bytes: [UInt8]) {
    var index = 0
    // A continuation begins nothing, and zeros would look like many of them.
    guard let first = bytes.first, first & 0x0F != 0 else {
      self = .none
      return
    }
    while index < bytes.count {
      guard Self.canBegin(bytes[index]) else {
        self = index == 0 ? .none : .start
        return
      }
      guard let end = Self.end(of: index, in: bytes) else {
        self = .start
        return
      }
      index = end
    }
    self = .whole
  }

  /// The one of several readings that looks most like frames; nil when two do.
  static func best(_ readings: [[UInt8]]) -> [UInt8]? {
    let ranked = readings.map { (FrameLikeness($0), $0) }
    guard let top = ranked.map(\.0).max() else { return nil }
    let first = ranked.filter { $0.0 == top }
    return first.allSatisfy { $0.1 == first[0].1 } ? first[0].1 : nil
  }

  /// A known opcode, FIN on a control frame, and no reserved bit but the first one of a message, which says that it is
  /// compressed (RFC 6455 5.2, 5.5; RFC 7692 6).
  private static func canBegin(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x00, 0x01, 0x02, 0x41, 0x42, 0x80, 0x81, 0x82, 0xC1, 0xC2, 0x88, 0x89, 0x8A: true
    default: false
    }
  }

  /// The place after the frame at an index; nil when it is cut (RFC 6455 5.2).
  private static func end(of index: Int, in bytes: [UInt8]) -> Int? {
    guard index + 1 < bytes.count else { return nil }
    let short = Int(bytes[index + 1] & 0x7F)
    let extra = short == 126 ? 2 : short == 127 ? 8 : 0
    guard index + 2 + extra <= bytes.count else { return nil }
    let length =
      extra == 0
      ? UInt64(short) : bytes[index + 2..<index + 2 + extra].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    let header = UInt64(2 + extra + (bytes[index + 1] & 0x80 == 0 ? 0 : 4))
    let rest = UInt64(bytes.count - index)
    guard header <= rest, length <= rest - header else { return nil }
    return index + Int(header + length)
  }
}
