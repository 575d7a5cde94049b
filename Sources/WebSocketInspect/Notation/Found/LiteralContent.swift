/// What a text of literals holds, once all of it is read: bytes, strings that spell them, or neither.
struct LiteralContent {
  /// The whole text, and what it consists of.
  let bytes: [UInt8]
  let tokens: [LiteralToken]
  let expectsFrames: Bool
  /// Whether the type of the numbers is known to be one of bytes.
  let isTyped: Bool
  /// Whether something in the text cannot be part of a literal, so that nothing of it may be left out.
  let isForeign: Bool
  let transfers: TransferCalls
  /// What is outside of all brackets.
  let outside: LiteralGroup
  /// What the groups hold.
  var found: FoundLiterals

  /// What a text of literals holds.
  enum Content {
    case bytes([UInt8])
    /// Ranges of strings whose text spells the bytes.
    case strings([Range<Int>])
  }

  /// What the literals spell.
  private var spelled: LiteralValues {
    LiteralValues(bytes: bytes, isTyped: isTyped, expectsFrames: expectsFrames)
  }

  /// nil when the text has no literals, or more that is not one. Fails where it may be something else than what it seems to be.
  mutating func read() throws(ParseError) -> Content? {
    let before = found.data.count
    let hasLists = found.data.contains { !$0.isString }
    _ = try found.take(outside)
    if transfers.isEmpty, isForeign || hasLists && (outside.numbers > 0 || found.data.count > before) {
      return nil
    }
    let strings = found.data.isEmpty ? found.spelled(expecting: expectsFrames) : []
    if expectsFrames, found.lists > 1 || strings.count > 1 || found.data.count(where: \.isString) > 1 {
      try ComparisonDoubt.check(tokens, in: bytes)
    }
    if let first = strings.first {
      guard found.arguments.isEmpty else {
        throw ParseError(
          at: first.range.lowerBound, in: bytes, "a string and numbers are in one call", isCertain: true)
      }
      try checkRest(besides: strings.map { .string($0) }, of: nil)
      return .strings(strings.map(\.range))
    }
    if found.data.isEmpty, !found.plain.isEmpty, found.arguments.isEmpty { return nil }
    return try readData()
  }

  private mutating func readData() throws(ParseError) -> Content? {
    let isArguments = found.data.isEmpty
    if isArguments { found.takeInstead(found.arguments) }
    let isBare = found.data.isEmpty && isBareList
    if isBare { found.takeInstead(outside.items) }
    let data = found.data
    guard let first = data.first else { return nil }
    let values = try spelled.bytes(of: data)
    if expectsFrames, transfers.isEmpty, FrameLikeness(values) == .none, let ranges = spelled.unescaped(data)
    {
      try checkRest(besides: data, of: nil)
      return .strings(ranges)
    }
    let mayBeOther = isArguments && !(isBare && isDecimal(data))
    if mayBeOther || FrameLikeness(values) == .none && found.lists > 1 { try checkWhole(values) }
    if transfers.isEmpty { try LiteralCounts(of: tokens, in: bytes).check(values.count, lists: found.lists) }
    try checkRest(besides: data, of: values)
    if expectsFrames, transfers.isEmpty {
      if data.allSatisfy(\.isString) {
        try TextDoubt.check(values, at: first.start, in: bytes)
      }
      try checkSet(values)
    }
    return .bytes(values)
  }

  /// Refuses numbers in braces without a type, none of which comes twice, unless they are whole frames: Python shows a set so.
  private func checkSet(_ values: [UInt8]) throws(ParseError) {
    guard let first = tokens.first, first.kind == .open(0x7B), let last = tokens.last,
      last.kind == .close(0x7D),
      FrameLikeness(values) < .whole, values.count > 2, Set(values).count == values.count,
      found.data.allSatisfy({
        if case .number(let range) = $0 { NumberList.explicit(range, in: bytes) == nil } else { false }
      })
    else { return }
    throw error(
      at: first, "this may be a set, which keeps neither the order of bytes nor those that come twice")
  }

  /// Refuses what may be something else than bytes, unless it is whole frames.
  private func checkWhole(_ values: [UInt8]) throws(ParseError) {
    guard expectsFrames, transfers.isEmpty, FrameLikeness(values) < .whole, let first = found.data.first
    else { return }
    throw ParseError(
      at: first.start, in: bytes, "these numbers are not whole frames; give a list", isCertain: true)
  }

  /// Refuses bytes out of a text that holds more of them.
  private func checkRest(besides data: [LiteralGroup.Item], of values: [UInt8]?) throws(ParseError) {
    guard expectsFrames, transfers.isEmpty else { return }
    try LiteralRest.check(tokens, of: bytes, besides: data, reading: values)
    guard let values, FrameLikeness(values) < .whole, case .string(let last)? = data.last,
      bytes[last.range].suffix(3).elementsEqual("...".utf8)
    else { return }
    throw ParseError(ellipsisAt: last.range.upperBound - 3, in: bytes)
  }

  /// Whether numbers can be neither hex nor octal: one has three digits, and one a digit above 7 or a minus.
  private func isDecimal(_ data: [LiteralGroup.Item]) -> Bool {
    var (isLong, isOther) = (false, false)
    func note(_ number: Range<Int>) {
      isLong = isLong || number.count == 3
      isOther = isOther || bytes[number].contains { $0 > 0x37 || $0 == 0x2D }
    }
    for item in data {
      switch item {
      case .number(let range): note(range)
      case .run(let range, _): for element in LiteralRun(range, in: bytes) { note(element.number) }
      case .string: return false
      }
    }
    return isLong && isOther
  }

  /// Whether numbers outside of brackets are a list: nothing else is there, and one of them shows that it is not a pair of
  /// hex digits.
  private var isBareList: Bool {
    let isClean = tokens.allSatisfy { if case .sign = $0.kind { $0.isSeparator } else { true } }
    func isLongOrSigned(_ number: Range<Int>) -> Bool {
      number.count > 2 || bytes[number.lowerBound] == 0x2D
    }
    return isClean && !outside.hasName && !outside.hasProperty
      && outside.items.contains {
        switch $0 {
        case .number(let range): isLongOrSigned(range)
        case .run(let range, _): LiteralRun(range, in: bytes).contains { isLongOrSigned($0.number) }
        case .string: false
        }
      }
  }

  private func error(at token: LiteralToken, _ words: String) -> ParseError {
    ParseError(at: token.range.lowerBound, in: bytes, words, isCertain: true)
  }
}
