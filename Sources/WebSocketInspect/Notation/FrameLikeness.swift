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

  /// The one of several readings, in another order of their bytes, that looks most like frames; nil when two do.
  ///
  /// Frames that break a rule are what people ask about, so any frames that end with the bytes count for more than legal ones that are
  /// cut.
  static func best(_ readings: [[UInt8]]) -> [UInt8]? {
    let ranked = readings.map { (rank(of: $0), $0) }
    guard let top = ranked.map(\.0).max() else { return nil }
    let first = ranked.filter { $0.0 == top }
    return first.allSatisfy { $0.1 == first[0].1 } ? first[0].1 : nil
  }

  private static func rank(of bytes: [UInt8]) -> Int {
    switch FrameLikeness(bytes) {
    case .whole: 3
    case .start: endsWithAFrame(bytes) ? 2 : 1
    case .none: endsWithAFrame(bytes) ? 2 : 0
    }
  }

  /// Whether the lengths of frames, whatever else is in their headers, lead to the end of the bytes.
  static func endsWithAFrame(_ bytes: [UInt8]) -> Bool {
    var index = 0
    while index < bytes.count {
      guard let end = end(of: index, in: bytes) else { return false }
      index = end
    }
    return index > 0
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
