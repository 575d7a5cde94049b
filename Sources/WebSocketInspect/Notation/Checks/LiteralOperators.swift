/// Refuses what is between the elements of a list and is not read: operators, calls, two kinds of separators; and
/// methods that change a string or a list.
struct LiteralOperators {
  private struct Group {
    let sign: UInt8
    var numbers = 0
    var commas = 0
    var semicolons = 0
    /// The first sign, call or neighbor that a list cannot have.
    var problem: (place: Int, words: String)?
  }

  private let bytes: [UInt8]
  private let tokens: [LiteralToken]

  static func check(_ tokens: [LiteralToken], in bytes: [UInt8]) throws(ParseError) {
    try LiteralOperators(bytes: bytes, tokens: tokens).check()
  }

  private func check() throws(ParseError) {
    var stack: [Group] = []
    for index in tokens.indices {
      try checkMethod(index)
      switch tokens[index].kind {
      case .open(let sign):
        try checkCall(index, sign: sign)
        if let name = name(before: index), sign == 0x28, let last = stack.indices.last,
          !isProperty(index, name)
        {
          note(index - 1, "the call of \(name) is not read; give its result", in: &stack[last])
        }
        stack.append(Group(sign: sign))
      case .close:
        guard let group = stack.popLast() else { return }
        try finish(group, before: index)
      case .sign(let sign):
        guard let last = stack.indices.last else { continue }
        if sign == 0x2C { stack[last].commas += 1 }
        if sign == 0x3B { stack[last].semicolons += 1 }
        if isOperator(sign, index) {
          note(index, "this sign between numbers is not read; give its result", in: &stack[last])
        }
      case .word, .run:
        guard let last = stack.indices.last else { continue }
        if isNumber(index) {
          stack[last].numbers += Int(tokens[index].count)
          takeSeparators(of: tokens[index], in: &stack[last])
          if isNumber(index - 1) {
            note(index, "a sign between these numbers is missing, as others have one", in: &stack[last])
          }
        } else if bytes[tokens[index].range].elementsEqual("&".utf8) {
          note(index, "this sign between numbers is not read; give its result", in: &stack[last])
        }
      default: break
      }
    }
  }

  /// Counts the signs within a run, of which there is one fewer than numbers.
  private func takeSeparators(of token: LiteralToken, in group: inout Group) {
    if token.kind == .run(0x2C) { group.commas += Int(token.count) - 1 }
    if token.kind == .run(0x3B) { group.semicolons += Int(token.count) - 1 }
  }

  private func note(_ index: Int, _ words: String, in group: inout Group) {
    if group.problem == nil { group.problem = (tokens[index].range.lowerBound, words) }
  }

  private func finish(_ group: Group, before index: Int) throws(ParseError) {
    guard group.numbers > 0 else { return }
    if group.commas > 0, let problem = group.problem { throw error(at: problem.place, problem.words) }
    let isBarred = tokens[index - 1].isSign("|")
    if group.semicolons == 1, group.commas > 0 || group.numbers == 2, group.sign == 0x5B, !isBarred {
      throw error(
        at: tokens[index].range.lowerBound, "this may be a number and its repetitions; write the elements")
    }
  }

  private func isNumber(_ index: Int) -> Bool {
    guard tokens.indices.contains(index) else { return false }
    switch tokens[index].kind {
    case .word: return NumberList.isNumber(tokens[index].range, in: bytes)
    case .run: return true
    default: return false
    }
  }

  /// The word in front of a bracket, if it is not a number with a method.
  private func name(before index: Int) -> String? {
    guard index > 0, case .word = tokens[index - 1].kind, !isNumber(index - 1) else { return nil }
    return Escaper.line(bytes: bytes[tokens[index - 1].range.prefix(20)])
  }

  /// Whether a call is that of a property's value or name, as browsers show those of a typed array.
  private func isProperty(_ index: Int, _ name: String) -> Bool {
    name == "Symbol" || index > 1 && tokens[index - 2].isSign(":")
  }

  /// Whether a sign has a number at one side, and is not one of those that are around lists and keys.
  private func isOperator(_ sign: UInt8, _ index: Int) -> Bool {
    guard "+*/|^~%-!?".utf8.contains(sign), index > 0 else { return false }
    let before = tokens[index - 1].kind
    if case .open = before { return sign != 0x7C }
    if case .string = before { return false }
    return isNumber(index - 1) && !isClose(index + 1) || isNumber(index + 1)
  }

  private func isClose(_ index: Int) -> Bool {
    guard tokens.indices.contains(index), case .close = tokens[index].kind else { return false }
    return true
  }

  // MARK: Methods

  private func checkCall(_ index: Int, sign: UInt8) throws(ParseError) {
    guard sign == 0x28, index > 0, let name = name(before: index),
      LiteralNames.changing.contains(name.split(separator: ".").last?.lowercased() ?? "")
    else { return }
    throw error(
      at: tokens[index - 1].range.lowerBound, "the call of \(name) is not read; give its result")
  }

  /// Refuses `"8100".repeat(2)`.
  private func checkMethod(_ index: Int) throws(ParseError) {
    guard index > 0, case .word = tokens[index].kind, bytes[tokens[index].range.lowerBound] == 0x2E,
      tokens[index].range.lowerBound == tokens[index - 1].range.upperBound + 1 || isClose(index - 1)
    else { return }
    let isString = if case .string = tokens[index - 1].kind { true } else { false }
    guard isString || isClose(index - 1) else { return }
    let name = String(decoding: bytes[tokens[index].range], as: UTF8.self)
    guard !LiteralNames.harmless.contains(name.lowercased()), !(name == ".pack" && isFormat(index + 2))
    else {
      return
    }
    throw error(
      at: tokens[index].range.lowerBound,
      "\(Escaper.line(name)) may change what is in front of it; give its result")
  }

  /// Whether a token is the format of packed hex digits, or of bytes, in Ruby and Perl.
  private func isFormat(_ index: Int) -> Bool {
    guard tokens.indices.contains(index), case .string = tokens[index].kind else { return false }
    return ["H*", "C*"].contains(String(decoding: bytes[tokens[index].range], as: UTF8.self))
  }

  private func error(at place: Int, _ words: String) -> ParseError {
    ParseError(at: place, in: bytes, words, isCertain: true)
  }
}
