/// Where a session's messages come from.
struct MessageSource {
  /// What a source has to give.
  enum Item {
    case message(OutgoingMessage)
    case run(InputBatch)
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

  /// Gives these first, whatever it has given already.
  mutating func prepare(_ messages: [OutgoingMessage]) { prepared = messages[...] }

  /// The next thing; a run has `most` messages at most.
  mutating func next(_ most: Int) throws(Failure) -> Item {
    if let message = prepared.popFirst() { return .message(message) }
    guard splitter != nil else { return .end }
    if let run = try splitter?.next(most) { return .run(run) }
    return splitter?.isDone == true ? .end : .wait
  }

  /// Takes a block of standard input; see `InputSplitter.append`.
  mutating func append(_ read: (inout [UInt8]) -> Void) { splitter?.append(read) }

  /// Whether messages are at hand that have not been given out.
  var holdsInput: Bool { !prepared.isEmpty || splitter?.holdsInput == true }
}
