/// What is between two brackets, or outside of all.
struct LiteralGroup {
  enum Item {
    case number(Range<Int>)
    case string(Literal)
  }

  struct Literal {
    let range: Range<Int>
    let prefix: String
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
    if case .number = item { numbers += 1 }
    items.append(item)
  }

  /// Puts a string in the place of another.
  mutating func replace(at index: Int, by literal: Literal) { items[index] = .string(literal) }

  /// Whether it holds the arguments of a call and not the elements of a list.
  var isCall: Bool {
    let name = name.split(separator: ".").last?.lowercased() ?? ""
    return sign == 0x28 && !name.isEmpty
      && !["bytes", "bytearray", "bytearrayof", "ubytearrayof", "u8"].contains(name)
  }

  /// Whether it is a system call that moves bytes: then each string in it is data, as strace shows it.
  var isTransfer: Bool {
    ["read", "write", "recv", "send", "recvfrom", "sendto", "pread64", "pwrite64"].contains(name)
      && sign == 0x28
  }
}
