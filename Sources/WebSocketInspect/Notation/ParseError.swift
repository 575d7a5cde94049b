/// Where a text stops being bytes in the notation asked for, in one sentence.
public struct ParseError: Error, Hashable, Sendable, CustomStringConvertible {
  /// From 1.
  public let line: Int
  /// In bytes, from 1.
  public let column: Int
  /// What is wrong, place included.
  public let sentence: String

  /// Whether the input is what it was taken for all the same, so that no other notation is to be tried.
  let isCertain: Bool

  /// Whether the text itself says that there are other bytes than those in it, so that these are of no use.
  let lacksBytes: Bool

  /// Whether the input can be frames as they were sent, which the caller would have to say.
  package let mayBeRaw: Bool

  /// The sentence.
  public var description: String { sentence }

  init(
    at index: Int, in bytes: [UInt8], _ words: String, isCertain: Bool = false, lacksBytes: Bool = false,
    mayBeRaw: Bool = false
  ) {
    self.mayBeRaw = mayBeRaw
    self.isCertain = isCertain || lacksBytes
    self.lacksBytes = lacksBytes
    let before = bytes[..<min(index, bytes.count)]
    line = before.count { $0 == 0x0A } + 1
    column = before.count - (before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0) + 1
    sentence = "line \(line), column \(column): \(words)"
  }

  /// For bytes that were left out of the text at that place.
  init(ellipsisAt index: Int, in bytes: [UInt8]) {
    self.init(at: index, in: bytes, SpelledText.lack(at: index, in: bytes), lacksBytes: true)
  }

  /// For an input that is something else than frames.
  init(foreign words: String, at bytes: [UInt8]) {
    self.init(
      at: 0, in: bytes, "this begins with \(words), not with a frame; \(ForeignBytes.advice(for: words))",
      isCertain: true)
  }

  /// The same place with other words.
  init(_ other: ParseError, sentence: String, mayBeRaw: Bool) {
    self.mayBeRaw = mayBeRaw
    (line, column) = (other.line, other.column)
    (isCertain, lacksBytes) = (other.isCertain, other.lacksBytes)
    self.sentence = sentence
  }
}
