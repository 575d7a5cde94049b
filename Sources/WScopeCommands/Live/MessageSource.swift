/// Where a session's messages come from.
struct MessageSource {
  /// What a source has to give.
  enum Item {
    case message(OutgoingMessage)
    /// Nothing yet: ask again when `InputReader` has brought a block.
    case wait
    case end
  }

  private var prepared: ArraySlice<OutgoingMessage>
  private var splitter: InputSplitter?

  /// The prepared messages first, then, with a splitter, what standard input brings.
  init(prepared: [OutgoingMessage], splitter: InputSplitter? = nil) {
    self.prepared = prepared[...]
    self.splitter = splitter
  }

  mutating func next() throws(Failure) -> Item {
    if let message = prepared.popFirst() { return .message(message) }
    guard splitter != nil else { return .end }
    if let message = try splitter?.next() {
      try message.check()
      return .message(message)
    }
    return splitter?.isDone == true ? .end : .wait
  }

  /// Takes a block of standard input; an empty one is its end.
  mutating func append(_ block: [UInt8]) { splitter?.append(block) }

  /// Whether messages are at hand that have not been given out.
  var holdsInput: Bool { !prepared.isEmpty || splitter?.holdsInput == true }
}
