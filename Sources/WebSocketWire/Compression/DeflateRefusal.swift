/// Why an element of `Sec-WebSocket-Extensions` cannot be agreed to.
public struct DeflateRefusal: Error, Hashable, Sendable {
  /// What is wrong, in words that follow the element.
  public let words: String
  public let clause: Clause

  init(_ clause: Clause, _ words: String) {
    self.clause = clause
    self.words = words
  }
}
