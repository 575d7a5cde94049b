import WebSocketWire

/// Which messages of the server are replies, and which one ends the run.
struct ReplyRules: Sendable {
  /// Messages that this does not match are neither counted nor printed; nil where all are replies.
  var match: Pattern?
  /// Messages that do not meet all of these are neither counted nor printed.
  var conditions: [JSONCondition] = []
  /// The reply that ends the run; nil where none does.
  var last: Last?

  enum Last: Sendable {
    /// The first one that matches.
    case matching(Pattern)
    /// The first one that does not.
    case failing(Pattern)

    func isMet(by bytes: [UInt8]) throws(Failure) -> Bool {
      switch self {
      case .matching(let pattern): try pattern.isFound(in: bytes)
      case .failing(let pattern): try !pattern.isFound(in: bytes)
      }
    }
  }

  /// Whether messages have to be held until they are whole.
  var needsWhole: Bool { match != nil || !conditions.isEmpty || last != nil }

  /// What a whole message is; nil where it is not a reply.
  func judge(_ bytes: [UInt8]) throws(Failure) -> ReplyReader.Reply? {
    if let match, try !match.isFound(in: bytes) { return nil }
    guard conditions.allSatisfy({ $0.isMet(by: bytes) }) else { return nil }
    return try last?.isMet(by: bytes) == true ? .last : .one
  }
}
