/// What is between two brackets, or outside of all.
struct LiteralGroup {
  enum Item {
    case number(Range<Int>)
    /// A run of this many numbers.
    case run(Range<Int>, count: Int)
    indirect case string(Literal)

    var isString: Bool { if case .string = self { true } else { false } }
  }

  struct Literal {
    let range: Range<Int>
    let prefix: LiteralToken.Prefix
    /// The name it is the value of, if it is one.
    let key: String?
    /// Whether it goes on the string in front of it, as neighbors do in C, or with a plus sign between.
    let continues: Bool
  }

  /// The opening sign; 0 outside of all brackets.
  let sign: UInt8
  /// The name in front of the opening sign.
  let name: String
  /// The name it is the value of, if it is one.
  let key: String?
  private(set) var items: [Item] = []
  /// How many of the items are numbers.
  private(set) var numbers = 0
  /// The index of its first element, where elements have one.
  var firstIndex = 0
  /// Whether it holds a name that belongs to nothing, as in `[u8; 7]` or `(byte)`.
  var hasName = false
  /// Whether it holds a named value, such as `length: 7`.
  var hasProperty = false
  /// Whether a group inside holds bytes.
  var holdsData = false

  init(sign: UInt8, name: String, key: String?) {
    self.sign = sign
    self.name = name
    self.key = key
  }

  mutating func append(_ item: Item) {
    switch item {
    case .number: numbers += 1
    case .run(_, let count): numbers += count
    case .string: break
    }
    items.append(item)
  }

  /// Puts a string in the place of another.
  mutating func replace(at index: Int, by literal: Literal) { items[index] = .string(literal) }

  /// Whether it holds the arguments of a call and not the elements of a list.
  var isCall: Bool {
    let name = name.split(separator: ".").last?.lowercased() ?? ""
    return sign == 0x28 && !name.isEmpty && !LiteralNames.lists.contains(name)
  }

  /// Whether it is a system call that moves bytes: then each string in it is data, as strace shows it.
  var isTransfer: Bool { sign == 0x28 && LiteralNames.transfers.contains(name) }

  /// Whether a string is bytes by itself: it has escapes or a prefix that says so, or a system call moves it.
  func isData(_ literal: Literal, in bytes: [UInt8]) -> Bool {
    if isTransfer || literal.key == "iov_base" { return true }
    return literal.prefix == .bytes || literal.prefix == .hex || bytes[literal.range].contains(0x5C)
  }

  /// The same with a prefix of bytes for each string that is joined to one that is bytes.
  func joined(in bytes: [UInt8]) -> LiteralGroup {
    var result = self
    var start = 0
    for index in items.indices {
      guard case .string(let literal) = items[index] else { continue }
      if !literal.continues { start = index }
      let isLast =
        index + 1 == items.count
        || { if case .string(let next) = items[index + 1] { !next.continues } else { true } }()
      guard isLast, start < index else { continue }
      let run = items[start...index]
      let isBytes = run.contains {
        if case .string(let literal) = $0 { isData(literal, in: bytes) } else { false }
      }
      guard isBytes else { continue }
      for place in start...index {
        guard case .string(let part) = items[place] else { continue }
        result.replace(
          at: place,
          by: Literal(
            range: part.range, prefix: part.prefix == .none ? .bytes : part.prefix, key: part.key,
            continues: part.continues))
      }
    }
    return result
  }
}
