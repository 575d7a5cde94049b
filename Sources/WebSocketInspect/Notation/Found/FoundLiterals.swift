/// What the groups of a text of literals hold, by what it may mean.
struct FoundLiterals {
  /// The bytes of lists and of strings with escapes, in their order.
  private(set) var data: [LiteralGroup.Item] = []
  /// Numbers in the arguments of calls, which count where there is nothing else.
  private(set) var arguments: [LiteralGroup.Item] = []
  /// Strings without escapes, which may be spelled bytes themselves.
  private(set) var plain: [LiteralGroup.Literal] = []
  /// The same as values of names.
  private(set) var named: [LiteralGroup.Literal] = []
  /// How many lists and strings `data` comes from.
  private(set) var lists = 0
  private let bytes: [UInt8]

  init(in bytes: [UInt8]) { self.bytes = bytes }

  /// Takes the bytes of a group; gives whether there are any.
  mutating func take(_ group: LiteralGroup) throws(ParseError) -> Bool {
    let group = group.joined(in: bytes)
    let hasEscape = group.items.contains {
      if case .string(let literal) = $0 { group.isData(literal, in: bytes) } else { false }
    }
    let isList = !group.isCall && !group.hasName && group.numbers > 0 && group.sign != 0
    if group.holdsData {
      guard !isList || group.sign == 0x28 else {
        throw ParseError(
          at: place(of: group), in: bytes, "numbers and lists are mixed in one list",
          isCertain: true)
      }
      return true
    }
    if isList || hasEscape {
      try takeData(of: group, isList: isList)
      return true
    }
    if group.sign != 0, group.isCall, !LiteralNames.subtyped.contains(group.name) {
      arguments += group.items.filter { !$0.isString }
    }
    for case .string(let literal) in group.items {
      if literal.key == nil || group.sign == 0 { plain.append(literal) } else { named.append(literal) }
    }
    return false
  }

  private mutating func takeData(of group: LiteralGroup, isList: Bool) throws(ParseError) {
    lists += 1
    for item in group.items {
      switch item {
      case .number, .run: if isList { data.append(item) }
      case .string(let literal):
        if isList && literal.key == nil || group.isData(literal, in: bytes) {
          data.append(item)
        } else if literal.key == nil, !literal.range.isEmpty, !isEncoding(literal) {
          throw ParseError(
            at: literal.range.lowerBound, in: bytes,
            "a string without escapes is next to one that has some",
            isCertain: true)
        }
      }
    }
  }

  private func place(of group: LiteralGroup) -> Int {
    group.items.first { !$0.isString }?.start ?? 0
  }

  /// Takes numbers for the bytes where nothing else is.
  mutating func takeInstead(_ items: [LiteralGroup.Item]) { data = items }

  /// The strings that may be spelled bytes: those without a name, or of those with one, each that is whole frames if none of
  /// the others can be bytes.
  func spelled(expecting frames: Bool) -> [LiteralGroup.Literal] {
    if !plain.isEmpty {
      // Of many short strings, each may be a digit.
      return plain.filter { plain.count > 2 && $0.range.count == 1 || !isEncoding($0) }
    }
    guard data.isEmpty, arguments.isEmpty else { return [] }
    if named.count < 2 { return named }
    guard frames else { return [] }
    let values = named.filter { Self.isFrames($0.range, in: bytes) }
    let others = named.filter { !Self.isFrames($0.range, in: bytes) }
    return others.contains { mayBeBytes($0.range) } ? [] : values
  }

  private static func isFrames(_ range: Range<Int>, in bytes: [UInt8]) -> Bool {
    let values =
      HexReader.readPacked(bytes[range]) ?? Base64Reader.guess(bytes, in: range, expecting: true) ?? []
    return FrameLikeness(values) == .whole
  }

  private func mayBeBytes(_ range: Range<Int>) -> Bool {
    PassedWords.spellBytes(bytes[range])
      || range.count > 3 && bytes[range].contains(0x3D)
      || range.count > 15
        && bytes[range].allSatisfy { $0.isLetter || $0.isDecimal || "+/-_".utf8.contains($0) }
  }

  private func isEncoding(_ literal: LiteralGroup.Literal) -> Bool {
    LiteralNames.encodings.contains(String(decoding: bytes[literal.range], as: UTF8.self).lowercased())
  }
}
