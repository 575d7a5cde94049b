/// What a listener does with a message of a client.
enum ReplyChoice {
  /// Sends it back.
  case echo
  /// Sends it to every other client.
  case broadcast
  /// Writes it to standard output.
  case print
  /// Answers as a recorded server did.
  case replay
}
