/// The bytes of a dump of words in octal or decimal, as `od`, `hexdump -o` and `hexdump -d` write them.
///
/// Each word is two bytes in the order of the machine, which the frames show. The last one may be filled up with a zero.
struct DumpWords {
  private(set) var values: [UInt8] = []
  private let base: Int
  private let width: Int

  /// The base of words of one width: six octal digits, or five decimal ones; nil for others.
  static func base(of words: [ArraySlice<UInt8>]) -> Int? {
    if words.allSatisfy({ $0.count == 6 && $0.allSatisfy { 0x30...0x37 ~= $0 } }) { return 8 }
    return words.allSatisfy { $0.count == 5 && $0.allSatisfy(\.isDecimal) } ? 10 : nil
  }

  init(base: Int) { (self.base, width) = (base, base == 8 ? 6 : 5) }

  /// Adds the words of a row, the low byte of each in front; gives their number of bytes.
  mutating func add(_ body: Range<Int>, in bytes: [UInt8]) throws(ParseError) -> Int {
    let before = values.count
    for word in TextWords(bytes[body]) {
      guard word.count == width, word.allSatisfy(\.isDecimal),
        let value = UInt16(String(decoding: word, as: UTF8.self), radix: base)
      else {
        throw ParseError(
          at: word.startIndex, in: bytes,
          "\(Escaper.line(bytes: word.prefix(20))) is not a word of two bytes, as others in this dump are",
          isCertain: true)
      }
      values += [UInt8(truncatingIfNeeded: value), UInt8(value >> 8)]
    }
    return values.count - before
  }

  /// Adds the last bytes again.
  mutating func repeatLast(_ count: Int, times: Int) {
    let row = Array(values.suffix(count))
    for _ in 0..<times { values += row }
  }

  /// All bytes but the zero that fills the last word up.
  func finish(in bytes: [UInt8], padding: Int, isClosed: Bool, expecting frames: Bool) throws(ParseError)
    -> [UInt8]
  {
    guard isClosed else {
      throw ParseError(
        at: 0, in: bytes, "the last word may be filled up with a zero, and the offset of the end is missing",
        isCertain: true)
    }
    // The byte that fills up is the last one of the file in either order.
    let readings = [values, values.reversedGroups(of: 2)].compactMap { $0.dropping(zeros: padding) }
    if padding > 0, readings.count == 1 { return readings[0] }
    if frames, let best = FrameLikeness.best(readings) { return best }
    throw ParseError(
      at: 0, in: bytes, "the order of the bytes in these words is not known; dump bytes (od -A x -t x1)",
      isCertain: true)
  }
}
