/// One requirement of the opening handshake, looked at.
public struct HandshakeCheck: Hashable, Sendable {
  /// How it came out.
  public enum Verdict: Hashable, Sendable {
    /// The requirement is met.
    case ok
    /// It is not met, and the handshake fails.
    case failed
    /// It is not as it should be, and the handshake goes on (`Severity.warning`).
    case warned
    /// There was nothing to check: neither offered nor chosen.
    case idle
  }

  /// The requirement.
  public let rule: Rule
  /// How it came out.
  public let verdict: Verdict
  /// What was found.
  public let words: String
  /// The bytes of the head that decided it; empty at the end of the head when something is missing.
  public let range: Range<Int>
  /// Which of the answers before the final one it is about (`HandshakeReport.interim`); nil for the head that is judged.
  package var interim: Int?

  package init(rule: Rule, verdict: Verdict, words: String, range: Range<Int>, interim: Int? = nil) {
    self.rule = rule
    self.verdict = verdict
    self.words = words
    self.range = range
    self.interim = interim
  }
}
