/// Pieces of JSON for which there must be room.
extension OutputSpan<UInt8> {
  @inline(__always)
  mutating func add(_ bytes: UnsafeRawBufferPointer) {
    withUnsafeMutableBufferPointer { buffer, filled in
      precondition(bytes.count <= buffer.count - filled)
      UnsafeMutableRawBufferPointer(UnsafeMutableBufferPointer(rebasing: buffer[filled...]))
        .copyMemory(from: bytes)
      filled += bytes.count
    }
  }

  /// A number in decimal digits.
  @inline(__always)
  mutating func add(_ number: UInt64) {
    var count = 1
    var rest = number
    while rest >= 10_000 { (count, rest) = (count &+ 4, rest / 10_000) }
    add(number, digits: count &+ (rest >= 1000 ? 3 : rest >= 100 ? 2 : rest >= 10 ? 1 : 0))
  }

  /// The last digits of a number.
  @inline(__always)
  mutating func add(_ number: UInt64, digits: Int) {
    withUnsafeMutableBufferPointer { buffer, filled in
      precondition(0 <= digits && digits <= buffer.count - filled)
      var rest = number
      var place = filled &+ digits
      while place &- filled >= 2 {
        place &-= 2
        let pair = UInt8(truncatingIfNeeded: rest % 100)
        rest /= 100
        buffer[place] = 0x30 | pair / 10
        buffer[place &+ 1] = 0x30 | pair % 10
      }
      if place > filled { buffer[filled] = 0x30 | UInt8(truncatingIfNeeded: rest % 10) }
      filled &+= digits
    }
  }

  /// The digits of a part of a second after the point: 6 or 9 of them.
  mutating func add(fraction attoseconds: Int64, digits: Int) {
    add(UInt64(attoseconds / (digits == 9 ? 1_000_000_000 : 1_000_000_000_000)), digits: digits)
  }

  /// Four characters for three bytes; the last group is padded (RFC 4648 4).
  mutating func add(base64 bytes: UnsafeRawBufferPointer) {
    let alphabet: StaticString = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    let characters = UnsafeBufferPointer(start: alphabet.utf8Start, count: alphabet.utf8CodeUnitCount)
    let groups = bytes.count / 3
    withUnsafeMutableBufferPointer { buffer, filled in
      precondition(groups * 4 <= buffer.count - filled)
      for index in 0..<groups {
        let place = index &* 3
        let group =
          UInt32(bytes[place]) << 16 | UInt32(bytes[place &+ 1]) << 8 | UInt32(bytes[place &+ 2])
        let target = filled &+ index &* 4
        buffer[target] = characters[Int(group >> 18)]
        buffer[target &+ 1] = characters[Int(group >> 12 & 0x3F)]
        buffer[target &+ 2] = characters[Int(group >> 6 & 0x3F)]
        buffer[target &+ 3] = characters[Int(group & 0x3F)]
      }
      filled += groups * 4
    }
    let rest = bytes[(groups * 3)...]
    guard !rest.isEmpty else { return }
    let group = rest.enumerated().reduce(UInt32(0)) { $0 | UInt32($1.element) << UInt32(16 - 8 * $1.offset) }
    for place in 0..<4 {
      append(place <= rest.count ? characters[Int(group >> UInt32(18 - 6 * place) & 0x3F)] : 0x3D)
    }
  }
}
