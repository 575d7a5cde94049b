/// Where in a JSON text the tokens so far lead to: in which containers, and what may follow (RFC 8259 2).
struct JSONPlace {
  private enum Expected {
    /// An object or an array, at the beginning.
    case container
    case value, valueOrEnd, key, keyOrEnd, colon, commaOrEnd
    /// Nothing more.
    case nothing
  }

  private var expected = Expected.container
  /// A bit for each container that is open, the innermost one in the lowest place: 1 for an array.
  private var arrays: UInt64 = 0
  /// How many containers are open.
  private(set) var depth = 0

  /// Whether the text is complete.
  var isOver: Bool { expected == .nothing }

  /// Whether a string here is the name of a member.
  var isAtKey: Bool { expected == .key || expected == .keyOrEnd }

  /// Whether the innermost container has just begun.
  var isAtStart: Bool { expected == .valueOrEnd || expected == .keyOrEnd }

  /// Whether a comma was the last token.
  var isAfterComma: Bool { depth > 0 && (expected == .key || isInArray && expected == .value) }

  private var isInArray: Bool { arrays & 1 == 1 }

  private var takesValue: Bool { expected == .value || expected == .valueOrEnd }

  /// Goes on with the next token; false for one that has no place here.
  mutating func accept(_ token: JSONTokens.Token) -> Bool {
    switch token {
    case .openObject, .openArray: return open(isArray: token == .openArray)
    case .closeObject, .closeArray: return close(isArray: token == .closeArray)
    case .comma:
      guard expected == .commaOrEnd else { return false }
      expected = isInArray ? .value : .key
    case .colon:
      guard expected == .colon else { return false }
      expected = .value
    case .string where isAtKey: expected = .colon
    case .string, .number, .word:
      guard takesValue else { return false }
      expected = .commaOrEnd
    }
    return true
  }

  private mutating func open(isArray: Bool) -> Bool {
    guard takesValue || expected == .container, depth < JSONTokens.depthLimit else { return false }
    depth += 1
    arrays = arrays << 1 | (isArray ? 1 : 0)
    expected = isArray ? .valueOrEnd : .keyOrEnd
    return true
  }

  private mutating func close(isArray: Bool) -> Bool {
    guard depth > 0, isInArray == isArray, isAtStart || expected == .commaOrEnd else { return false }
    depth -= 1
    arrays >>= 1
    expected = depth == 0 ? .nothing : .commaOrEnd
    return true
  }
}
