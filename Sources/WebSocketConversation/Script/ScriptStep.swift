/// What is to be put on the wire: a message, or a command after a slash.
package struct ScriptLine: Hashable, Sendable {
  package let text: ScriptText
  package let isCommand: Bool
  /// What a sentence calls it.
  package let origin: String

  package init(_ text: ScriptText, isCommand: Bool = false, origin: String) {
    self.text = text
    self.isCommand = isCommand
    self.origin = origin
  }
}

/// One step of a script, which begins when the one before it is done.
package enum ScriptStep<Pattern: ScriptPattern>: Sendable {
  case line(ScriptLine)
  case pause(Duration)
  /// Wait for a message that matches; `words` is how a sentence names it.
  case await(Pattern, words: String)
  /// From here on, send this again and again.
  case every(Duration, ScriptLine)
  /// From here on, answer each message that matches.
  case on(Pattern, ScriptLine)
  /// From here on, send nothing again and again.
  case stopTimers
  /// From here on, answer nothing.
  case stopAnswers
}
