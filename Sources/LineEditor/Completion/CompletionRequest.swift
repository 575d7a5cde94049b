/// What is in front of the cursor when Tab is pressed.
public struct CompletionRequest: Sendable {
  /// The line up to the cursor.
  public let line: String
  /// Its last word, which is to be completed, without a quote that opens it.
  public let word: String
}
