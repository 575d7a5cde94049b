/// Reads lists of numbers and strings out of source code and of what programs print.
struct LiteralReader {
  private let bytes: [UInt8]
  private let tokens: [LiteralToken]
  private let expectsFrames: Bool
  private var stack = [LiteralGroup(sign: 0, name: "", key: nil)]
  private var found: FoundLiterals
  private var isTyped = false
  private var key: String?
  /// Whether something in the text cannot be part of a literal, so that nothing of it may be left out.
  private var isForeign = false
  private var transfers = TransferCalls()

  /// nil when the text has no literals.
  static func read(_ bytes: [UInt8], expecting frames: Bool) throws(ParseError) -> LiteralContent.Content? {
    let tokens = try LiteralLexer.tokens(of: bytes)
    try LiteralOperators.check(tokens, in: bytes)
    var reader = LiteralReader(bytes: bytes, tokens: tokens, expectsFrames: frames)
    try reader.read()
    return try reader.content()
  }

  private init(bytes: [UInt8], tokens: [LiteralToken], expectsFrames: Bool) {
    self.bytes = bytes
    self.tokens = tokens
    self.expectsFrames = expectsFrames
    found = FoundLiterals(in: bytes)
  }

  // MARK: Tokens

  private mutating func read() throws(ParseError) {
    for index in tokens.indices {
      let token = tokens[index]
      switch token.kind {
      case .ellipsis: throw ParseError(ellipsisAt: token.range.lowerBound, in: bytes)
      case .word: try takeWord(index)
      case .run: try takeRun(token)
      case .string(let prefix): try takeString(index, prefix)
      case .open(let sign): try open(index, sign: sign)
      case .close: try close(index)
      case .sign(0x2C), .sign(0x3B): key = nil
      case .sign(0x2D) where stack.count > 1: isForeign = true
      case .sign(let sign):
        isForeign = isForeign || stack.count == 1 && sign == 0x2A || !(0x20...0x7E ~= sign)
      }
    }
    guard stack.count == 1 else { throw ParseError(at: bytes.count, in: bytes, "a bracket is not closed") }
  }

  private func isFollowed(_ index: Int, by characters: String) -> Bool {
    guard index >= -1, index + 1 < tokens.count, case .sign(let sign) = tokens[index + 1].kind else {
      return false
    }
    return characters.utf8.contains(sign)
  }

  private func word(_ index: Int) -> String? {
    guard tokens.indices.contains(index), tokens[index].kind == .word else { return nil }
    return String(decoding: bytes[tokens[index].range], as: UTF8.self)
  }

  private mutating func takeWord(_ index: Int) throws(ParseError) {
    let range = tokens[index].range
    let isNumber = NumberList.isNumber(range, in: bytes)
    let next = index + 1 < tokens.count ? tokens[index + 1] : nil
    let isVariable = stack.count == 1 && tokens[index].isVariable(before: next, in: bytes)
    if isNumber, !isVariable, !isDirective(String(decoding: bytes[range], as: UTF8.self), index) {
      return word(index - 1) == "repeats" ? try repeatLast(index) : takeNumber(index)
    }
    let isDigits = bytes[range].allSatisfy { $0.hexValue != nil } && range.count.isMultiple(of: 2)
    let name = String(decoding: bytes[range], as: UTF8.self)
    noteType(name)
    if name == "repeats" || name == "times" { return }
    try refuse(name, index)
    if isDirective(name, index) { return }
    if isDigits || bytes[range.lowerBound].isDecimal, key == nil, !stack[stack.count - 1].isCall {
      isForeign = true
    }
    if isFollowed(index, by: ":=") {
      key = name
    } else if name.first == ".", name != ".pack", index > 0, case .close = tokens[index - 1].kind,
      stack.count == 1,
      !found.data.isEmpty
    {
      throw error(at: tokens[index], "\(Escaper.line(name)) changes the list in front of it; give its result")
    } else if index + 1 >= tokens.count || tokens[index + 1].kind == .sign(0x2C) || isClose(index + 1) {
      stack[stack.count - 1].hasName = true
    } else if case .word = tokens[index + 1].kind {
      stack[stack.count - 1].hasName = true
    } else if isFollowed(index, by: ";*") {
      stack[stack.count - 1].hasName = true
    }
  }

  /// Refuses what a program prints in fewer bytes than there are.
  private func refuse(_ name: String, _ index: Int) throws(ParseError) {
    if name == "incomplete" {
      throw error(at: tokens[index], "bytes that gdb shows outside of the string are not read (p/x)")
    }
    if LiteralNames.sets.contains(name), index + 1 < tokens.count,
      case .open = tokens[index + 1].kind
    {
      throw error(at: tokens[index], "a set keeps neither the order of bytes nor those that come twice")
    }
  }

  /// Whether a word is what an assembler has in front of bytes.
  private func isDirective(_ name: String, _ index: Int) -> Bool {
    guard stack.count == 1, index + 1 < tokens.count, tokens[index + 1].kind == .word else { return false }
    return LiteralNames.directives.contains(name.lowercased())
      && (index == 0
        || bytes[tokens[index - 1].range.upperBound..<tokens[index].range.lowerBound].contains(0x0A))
  }

  private mutating func takeNumber(_ index: Int) {
    let range = tokens[index].range
    let top = stack.count - 1
    if isFollowed(index, by: ":") || isKey(index), top > 0 {
      let number = Int(String(decoding: bytes[range], as: UTF8.self))
      let due = dueIndex(before: number)
      isForeign = isForeign || stack[top].sign != 0x7B && !isKey(index) || number != due
    } else if key == nil, top > 0 || index == 0 || !tokens[index - 1].isSign("=") {
      isForeign = isForeign || stack[top].hasProperty
      stack[top].append(.number(range))
    } else if key != nil {
      stack[top].hasProperty = true
    }
  }

  private mutating func takeRun(_ token: LiteralToken) throws(ParseError) {
    let top = stack.count - 1
    for element in LiteralRun(token.range, in: bytes) {
      if let index = element.key {
        guard stack[top].sign == 0x7B else {
          isForeign = true
          return
        }
        try checkIndex(index, at: token.range.lowerBound)
        break
      }
      guard let cast = element.cast else { continue }
      noteType(String(decoding: bytes[cast], as: UTF8.self))
      break
    }
    guard key == nil else {
      stack[top].hasProperty = true
      return
    }
    isForeign = isForeign || stack[top].hasProperty
    stack[top].append(.run(token.range, count: Int(token.count)))
  }

  /// The most bytes that the repetitions of gdb may mean in all.
  private static let repeatLimit = 1 << 20

  /// Takes the number in `0x0 <repeats 46 times>`, which is that of the value in front.
  private mutating func repeatLast(_ index: Int) throws(ParseError) {
    let top = stack.count - 1
    guard let times = Int(String(decoding: bytes[tokens[index].range], as: UTF8.self)),
      times <= Self.repeatLimit - stack[top].items.count, let item = stack[top].items.last
    else { throw error(at: tokens[index], "this is not the number of repetitions of a byte") }
    if case .string(let literal) = item, try spelled.bytes(of: literal).count != 1 {
      throw error(at: tokens[index], "what is repeated here is not one byte")
    }
    for _ in 1..<max(times, 1) { stack[top].append(item) }
  }

  private func isClose(_ index: Int) -> Bool {
    if case .close = tokens[index].kind { true } else { false }
  }

  private mutating func noteType(_ name: String) { isTyped = isTyped || LiteralNames.isByteType(name) }

  /// Fails where the index of an element, as `JSON.stringify` writes those of a typed array, is not the next one.
  private mutating func checkIndex(_ index: Int?, at place: Int) throws(ParseError) {
    let due = dueIndex(before: index)
    guard index != due else { return }
    throw ParseError(at: place, in: bytes, "the element \(due) is expected here", isCertain: true)
  }

  /// The index of the next element; the first one's is 0, or 1 as in PHP's `unpack`.
  private mutating func dueIndex(before index: Int?) -> Int {
    let top = stack.count - 1
    if stack[top].numbers == 0, index == 1 { stack[top].firstIndex = 1 }
    return stack[top].firstIndex + stack[top].numbers
  }

  private mutating func takeString(_ index: Int, _ prefix: LiteralToken.Prefix) throws(ParseError) {
    let range = tokens[index].range
    if isFollowed(index, by: ":") && stack.last?.sign == 0x7B || isKey(index) {
      if !range.isEmpty, bytes[range].allSatisfy(\.isDecimal) {
        return try checkIndex(Int(String(decoding: bytes[range], as: UTF8.self)), at: range.lowerBound)
      }
      key = String(decoding: bytes[range], as: UTF8.self)
      noteType(key ?? "")
      return
    }
    if stack.count == 1, index > 1, tokens[index - 1].isSign(":"),
      tokens[index - 2].isSign(">") || word(index - 2)?.hasPrefix("0x") == true
    {
      throw error(at: tokens[index], "a string of gdb's x/s ends at the first zero; dump bytes with x/64xb")
    }
    if key == "iov_base" { transfers.noteBuffer() }
    let literal = LiteralGroup.Literal(
      range: range, prefix: prefix, key: key, continues: isContinuation(index))
    stack[stack.count - 1].append(.string(literal))
  }

  /// Whether `=>` comes after a token, as after a key of Perl, PHP and Ruby.
  private func isKey(_ index: Int) -> Bool { isFollowed(index, by: "=") && isFollowed(index + 1, by: ">") }

  /// Whether a string comes before, with nothing or a sign of joining between.
  private func isContinuation(_ index: Int) -> Bool {
    var before = index - 1
    if before >= 0, case .sign(let sign) = tokens[before].kind, "+\\.&".utf8.contains(sign) { before -= 1 }
    guard before >= 0, case .string = tokens[before].kind else { return false }
    return true
  }

  // MARK: Groups

  private mutating func open(_ index: Int, sign: UInt8) throws(ParseError) {
    guard stack.count < 64 else { throw error(at: tokens[index], "more than 64 brackets inside each other") }
    let place = isFollowed(index - 2, by: "!") ? index - 2 : index - 1
    let name =
      tokens.indices.contains(place) && NumberList.isNumber(tokens[place].range, in: bytes)
      ? nil : word(place)
    if sign == 0x3C { isTyped = true }
    stack.append(LiteralGroup(sign: sign, name: name ?? "", key: key))
    key = nil
  }

  private mutating func close(_ index: Int) throws(ParseError) {
    guard stack.count > 1, let group = stack.popLast(), tokens[index].closes(group.sign) else {
      throw error(at: tokens[index], "this bracket closes nothing")
    }
    key = isFollowed(index, by: ":=") ? group.name : nil
    if group.isTransfer, isFollowed(index, by: "="), let result = word(index + 2).flatMap({ Int($0) }) {
      let spelled = self.spelled
      try transfers.check(group, result: result, in: bytes) { (literal) throws(ParseError) in
        try spelled.bytes(of: literal).count
      }
    }
    if isSize(group, closedAt: index) { return }
    if try found.take(group) { stack[stack.count - 1].holdsData = true }
  }

  /// Whether a group is the length of a type or an array: `[7]byte{`, `(7) [`, `data[7] =`.
  private func isSize(_ group: LiteralGroup, closedAt index: Int) -> Bool {
    guard group.items.count == 1, group.numbers == 1, group.sign != 0x7B, index + 1 < tokens.count else {
      return false
    }
    switch tokens[index + 1].kind {
    case .word, .open: return true
    default: return tokens[index + 1].isSign("=")
    }
  }

  // MARK: End

  private var spelled: LiteralValues {
    LiteralValues(bytes: bytes, isTyped: isTyped, expectsFrames: expectsFrames)
  }

  private func content() throws(ParseError) -> LiteralContent.Content? {
    var content = LiteralContent(
      bytes: bytes, tokens: tokens, expectsFrames: expectsFrames, isTyped: isTyped, isForeign: isForeign,
      transfers: transfers, outside: stack[0], found: found)
    return try content.read()
  }

  private func error(at token: LiteralToken, _ words: String) -> ParseError {
    ParseError(at: token.range.lowerBound, in: bytes, words, isCertain: true)
  }
}
