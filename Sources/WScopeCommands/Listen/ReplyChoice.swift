/// What a listener does with a message of a client.
enum ReplyChoice {
  /// Sends it back.
  case echo
  /// Sends it to every other client.
  case broadcast
  /// Writes it to standard output.
  case print
  /// Answers as a recorded server did.
  case replay(MockPlan)

  var isBroadcast: Bool { if case .broadcast = self { true } else { false } }

  var isPrint: Bool { if case .print = self { true } else { false } }

  /// Whether each client gets answers of its own, and no user of the listener gives them.
  var isAnswer: Bool { isEcho || mock != nil }

  private var isEcho: Bool { if case .echo = self { true } else { false } }

  /// What a recorded server said, where that is the answer.
  var mock: MockPlan? { if case .replay(let plan) = self { plan } else { nil } }
}
