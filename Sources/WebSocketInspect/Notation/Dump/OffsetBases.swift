/// An offset in each base that a dump may have, as long as the rows agree with it.
struct OffsetBases: Equatable {
  static let bases = [16, 10, 8]
  private var hex: Int?
  private var decimal: Int?
  private var octal: Int?

  /// Offsets are octal in od alone, where the first has seven digits.
  init(_ offset: DumpOffset, in bytes: [UInt8], form: DumpForm) {
    hex = offset.value(in: bytes, base: 16)
    decimal = offset.value(in: bytes, base: 10)
    octal = form.width == 7 ? offset.value(in: bytes, base: 8) : nil
  }

  var isEmpty: Bool { hex == nil && decimal == nil && octal == nil }

  subscript(base: Int) -> Int? {
    base == 16 ? hex : base == 10 ? decimal : octal
  }

  /// Those of the bases in which the other offset is the same.
  func agreeing(with other: OffsetBases) -> OffsetBases {
    var result = self
    if hex != other.hex { result.hex = nil }
    if decimal != other.decimal { result.decimal = nil }
    if octal != other.octal { result.octal = nil }
    return result
  }

  /// Whether it is the same offset in a base, or zero.
  func restarts(_ first: OffsetBases) -> Bool {
    hex == 0 || Self.bases.contains { self[$0] != nil && self[$0] == first[$0] }
  }

  /// The bytes from here to another offset, in each base.
  func distances(to other: OffsetBases) -> [Int] {
    var result: [Int] = []
    for base in Self.bases {
      // An offset near the end of all numbers wraps round, and then no row is as long as the distance.
      if let from = self[base], let to = other[base], !result.contains(to &- from) {
        result.append(to &- from)
      }
    }
    return result
  }

  mutating func advance(by count: Int) {
    hex = hex.map { $0 &+ count }
    decimal = decimal.map { $0 &+ count }
    octal = octal.map { $0 &+ count }
  }
}
