/// Why a run did not do its job, in the words of standard error.
package struct EventFailure: Sendable {
  /// The status that the program ends with, unless it tries again.
  package let status: Int32
  /// What happened and what was expected.
  package let sentence: String
  /// What to try.
  package let hint: String?
  /// What belongs to it, such as what a server answered.
  package let details: [String]

  package init(status: Int32, sentence: String, hint: String? = nil, details: [String] = []) {
    self.status = status
    self.sentence = sentence
    self.hint = hint
    self.details = details
  }
}
