/// Finds the row of `NotationTable` that a text looks most like, for the sentence that refuses it.
struct NearestNotation {
  /// Pairs of neighbors in the shape of a text: runs of digits by their length, words, and signs as they are.
  private let pairs: Set<UInt16>
  private let words: Set<String>

  /// Without what may be around any of them.
  private static let rows = NotationTable.all.dropLast().flatMap(\.rows).map {
    (name: $0.name, shape: NearestNotation(Array($0.example.utf8)))
  }

  private static let pairsName = rows.map(\.name).first { $0.hasPrefix("pairs") } ?? ""

  /// The name of the row.
  static func name(for text: [UInt8]) -> String {
    // Bare pairs are in nearly every notation, so that their shape alone would name another one.
    let words = text.prefix(512).split(whereSeparator: { $0.isBlank || $0 == 0x0A })
    let hasPairs = words.first?.count == 2 && words.first?.allSatisfy { $0.hexValue != nil } == true
    if hasPairs, words.count(where: { $0.count == 2 }) * 2 >= words.count { return pairsName }
    let shape = NearestNotation(text)
    let ranked = rows.map { (name: $0.name, likeness: shape.likeness(to: $0.shape)) }
    return ranked.max { $0.likeness < $1.likeness }?.name ?? ""
  }

  /// Looks at the beginning of the text alone.
  private init(_ text: [UInt8]) {
    var pairs: Set<UInt16> = []
    var words: Set<String> = []
    var last: UInt8 = 0
    var index = 0
    let start = text.prefix(512)
    while index < start.count {
      let run = start[index...].prefix { Self.kind($0) == Self.kind(start[index]) }
      let symbol: UInt8
      switch Self.kind(start[index]) {
      case .character where run.starts(with: "0x".utf8): symbol = 0x92
      case .character
      where run.allSatisfy({ $0.hexValue != nil }) || run.count == 2 && run.contains(where: \.isDecimal):
        symbol = UInt8(0x80 + min(run.count, 9))
      case .character:
        symbol = 0x90
        if run.allSatisfy(\.isLetter), run.count > 2 { words.insert(String(decoding: run, as: UTF8.self)) }
      case .blank: symbol = run.count > 1 ? 0x91 : 0x20
      case .sign(let sign): symbol = sign
      }
      pairs.insert(UInt16(last) << 8 | UInt16(symbol))
      last = symbol
      index += run.count
    }
    (self.pairs, self.words) = (pairs, words)
  }

  private enum Kind: Equatable {
    case character, blank
    case sign(UInt8)
  }

  private static func kind(_ byte: UInt8) -> Kind {
    byte.isLetter || byte.isDecimal ? .character : byte.isBlank || byte == 0x0A ? .blank : .sign(byte)
  }

  /// The part of the pairs that the other one has too, and more for each word in common; Dice's coefficient decides between
  /// notations that have them all.
  private func likeness(to other: NearestNotation) -> Double {
    let common = pairs.intersection(other.pairs).count
    let shape = 2 * Double(common) / Double(max(1, pairs.count + other.pairs.count))
    return Double(common) / Double(max(1, pairs.count)) + 0.25 * shape + 0.1
      * Double(words.intersection(other.words).count)
  }
}
