/// Why an element of `Sec-WebSocket-Extensions` cannot be agreed to.
package struct DeflateRefusal: Error, Hashable, Sendable {
  /// What is wrong, in words that follow the element.
  package let words: String
  package let clause: Clause

  init(_ clause: Clause, _ words: String) {
    self.clause = clause
    self.words = words
  }
}
