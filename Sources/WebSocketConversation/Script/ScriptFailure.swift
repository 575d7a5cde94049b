/// A message that was waited for and did not come.
package struct ScriptFailure: Hashable, Sendable {
  /// What was waited for, as a sentence names it.
  package let words: String
  /// How long; nil where the connection ended before.
  package let within: Duration?
  /// The beginnings of the last three messages that came instead.
  package let latest: [[UInt8]]

  /// How many bytes of a message are kept.
  package static let shown = 200

  package init(words: String, within: Duration?, latest: [[UInt8]]) {
    (self.words, self.within, self.latest) = (words, within, latest)
  }
}
