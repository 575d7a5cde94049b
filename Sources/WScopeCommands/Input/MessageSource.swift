/// Where a session's messages come from.
struct MessageSource {
  /// What a source has to give.
  enum Item {
    case message(OutgoingMessage)
    case run(InputBatch)
    case command(SlashCommand)
    /// Nothing yet: ask again when `InputReader` has brought a block.
    case wait
    case end
  }

  private var prepared: ArraySlice<OutgoingMessage>
  private var splitter: InputSplitter?
  private let heedsSlashes: Bool

  /// The prepared messages first, then, with a splitter, what standard input brings: messages, and with `heedsSlashes` commands.
  init(prepared: [OutgoingMessage], splitter: InputSplitter? = nil, heedsSlashes: Bool = false) {
    self.prepared = prepared[...]
    self.splitter = splitter
    self.heedsSlashes = heedsSlashes
  }

  /// Gives these first, whatever it has given already.
  mutating func prepare(_ messages: [OutgoingMessage]) { prepared = messages[...] }

  /// The next thing; a run has `most` messages at most.
  mutating func next(_ most: Int) throws(Failure) -> Item {
    if let message = prepared.popFirst() { return .message(message) }
    guard splitter != nil else { return .end }
    let readsEvents = splitter?.framing == .jsonl
    while let run = try splitter?.next(heedsSlashes || readsEvents ? 1 : most) {
      if readsEvents {
        if let item = try EventLine.read(run.message(0)) { return item }
        continue
      }
      return heedsSlashes ? try command(run.message(0)) ?? .run(run) : .run(run)
    }
    return splitter?.isDone == true ? .end : .wait
  }

  /// The command of a line, or the message of one that begins with two slashes; nil for any other.
  private func command(_ line: OutgoingMessage) throws(Failure) -> Item? {
    guard case .bytes(let bytes) = line.content else { return nil }
    if let command = try SlashCommand.read(bytes, origin: line.origin) { return .command(command) }
    guard bytes.starts(with: "//".utf8) else { return nil }
    return .message(OutgoingMessage(kind: line.kind, bytes: Array(bytes.dropFirst()), origin: line.origin))
  }

  /// Takes a block of standard input; see `InputSplitter.append`.
  mutating func append(_ read: (inout [UInt8]) -> Void) { splitter?.append(read) }

  /// Whether messages are at hand that have not been given out.
  var holdsInput: Bool { !prepared.isEmpty || splitter?.holdsInput == true }
}
