import WebSocketWire

/// Which messages of the server are replies, and which one ends the run.
struct ReplyRules: Sendable {
  /// Messages that this does not match are neither counted nor printed; nil where all are replies.
  var match: Pattern?
  /// Messages that do not meet all of these are neither counted nor printed.
  var conditions: [JSONCondition] = []
  /// What ends the run; nil where no message does.
  var last: Last?

  enum Last: Sendable {
    /// The first message that matches, a reply or not.
    case matching(Pattern)
    /// The first reply that does not.
    case failing(Pattern)

    fileprivate func isMet(by bytes: [UInt8], isReply: Bool) throws(Failure) -> Bool {
      switch self {
      case .matching(let pattern): try pattern.isFound(in: bytes)
      case .failing(let pattern): isReply ? try !pattern.isFound(in: bytes) : false
      }
    }
  }

  /// Whether messages have to be held until they are whole.
  var needsWhole: Bool { match != nil || !conditions.isEmpty || last != nil }

  /// What a whole message is; nil where it is neither a reply nor the end.
  func judge(_ bytes: [UInt8]) throws(Failure) -> ReplyReader.Reply? {
    let isReply = try isReply(bytes)
    guard try last?.isMet(by: bytes, isReply: isReply) == true else { return isReply ? .one : nil }
    return isReply ? .last : .end
  }

  private func isReply(_ bytes: [UInt8]) throws(Failure) -> Bool {
    if let match, try !match.isFound(in: bytes) { return false }
    return conditions.allSatisfy { $0.isMet(by: bytes) }
  }
}
