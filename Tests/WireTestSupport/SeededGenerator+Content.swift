public import WebSocketWire

/// What there is to say and how, drawn at random.
extension SeededGenerator {
  /// One of them; nil when there is none.
  public mutating func pick<Elements: Collection>(_ elements: Elements) -> Elements.Element? {
    elements.randomElement(using: &self)
  }

  /// The content of a message: nothing, a little, text that repeats itself, noise, or now and then more than 16 bits count.
  public mutating func content(_ kind: MessageKind) -> [UInt8] {
    switch Int.random(in: 0..<40, using: &self) {
    case 0..<6: return []
    case 6..<16: return kind == .text ? words(3) : bytes(.random(in: 1...130, using: &self))
    case 16..<38: return kind == .text ? words(60) : words(40) + bytes(.random(in: 0...300, using: &self))
    default: return words(40) + [UInt8](repeating: 0x2E, count: .random(in: 60000...70000, using: &self))
    }
  }

  /// Up to this many words of one to four bytes a scalar, few of them different.
  private mutating func words(_ most: Int) -> [UInt8] {
    (0..<Int.random(in: 0...most, using: &self)).flatMap { _ in
      (pick(["the same ", "ä", "€uro ", "𝄞", "\u{0}", "0123456789abcdef", "\u{10FFFF}\n"]) ?? "").utf8
    }
  }

  /// The same bytes in one to four pieces, some perhaps empty.
  public mutating func pieces(of bytes: [UInt8]) -> [[UInt8]] {
    let cuts = (0..<Int.random(in: 0...3, using: &self)).map { _ in
      Int.random(in: 0...bytes.count, using: &self)
    }
    let places = [0] + cuts.sorted() + [bytes.count]
    return zip(places, places.dropFirst()).map { Array(bytes[$0..<$1]) }
  }

  /// Any terms of compression (RFC 7692 7.1).
  public mutating func terms() -> DeflateTerms {
    var terms = DeflateTerms()
    terms.serverNoContextTakeover = .random(using: &self)
    terms.clientNoContextTakeover = .random(using: &self)
    terms.serverMaxWindowBits = pick([nil, Int.random(in: 8...15, using: &self)]) ?? nil
    terms.clientMaxWindowBits = pick([nil, .any, .bits(.random(in: 8...15, using: &self))]) ?? nil
    return terms
  }

  /// How an end compresses; one in five does not.
  public mutating func deflate() throws(UsageError) -> DeflateOptions? {
    guard Int.random(in: 0..<5, using: &self) > 0 else { return nil }
    var offers: [DeflateTerms] = []
    for _ in 0..<Int.random(in: 1...3, using: &self) { offers.append(terms()) }
    return try DeflateOptions(
      terms: offers, level: .random(in: 1...9, using: &self), threshold: pick([0, 1, 64, 1000]) ?? 0)
  }

  /// The bytes with a few things done to them: bits turned, a part lost, a part twice, a part elsewhere.
  public mutating func damaged(_ bytes: [UInt8]) -> [UInt8] {
    var bytes = bytes
    for _ in 0..<Int.random(in: 1...4, using: &self) where !bytes.isEmpty {
      let start = Int.random(in: bytes.indices, using: &self)
      let part = start..<min(bytes.count, start + Int.random(in: 1...20, using: &self))
      switch Int.random(in: 0..<5, using: &self) {
      case 0: bytes[start] ^= 1 << UInt8.random(in: 0..<8, using: &self)
      case 1: bytes[start] = .random(in: .min ... .max, using: &self)
      case 2: bytes.removeSubrange(Bool.random(using: &self) ? part : start..<bytes.count)
      case 3: bytes.insert(contentsOf: bytes[part], at: start)
      default: bytes.insert(contentsOf: bytes[part], at: Int.random(in: 0...bytes.count, using: &self))
      }
    }
    return bytes
  }
}
