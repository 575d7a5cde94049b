/// System calls that move bytes, as strace shows them: among them, other numbers of a text mean nothing.
struct TransferCalls {
  /// Whether the text has any.
  private(set) var isEmpty = true
  /// What they read from and write to.
  private var descriptors: Set<String> = []

  /// Notes the buffer of a call that gathers or scatters.
  mutating func noteBuffer() { isEmpty = false }

  /// Holds the result of a call against the strings that it shows, whose lengths `count` gives.
  mutating func check(
    _ group: LiteralGroup, result: Int, in bytes: [UInt8],
    counting count: (LiteralGroup.Literal) throws(ParseError) -> Int
  ) throws(ParseError) {
    isEmpty = false
    if case .number(let descriptor)? = group.items.first {
      descriptors.insert(String(decoding: bytes[descriptor], as: UTF8.self))
      guard descriptors.count == 1 else {
        throw ParseError(
          at: descriptor.lowerBound, in: bytes,
          "these calls use several descriptors; give those of one socket alone",
          isCertain: true)
      }
    }
    for case .string(let literal) in group.items {
      let count = try count(literal)
      guard count != result else { return }
      throw ParseError(
        at: literal.range.lowerBound, in: bytes, "the call says \(result) bytes, and the string has \(count)",
        isCertain: true)
    }
  }
}
