/// Where a session's messages come from.
struct MessageSource {
  /// What a source has to give.
  enum Item {
    case message(OutgoingMessage)
    case run(InputBatch)
    case command(SlashCommand)
    /// Nothing yet: ask again when `StandardInput` has brought a block.
    case wait
    /// Nothing yet: a script goes on later.
    case rest
    case end
  }

  private var prepared: ArraySlice<Item>
  /// Whether a script has more to give.
  private(set) var isScripted = false
  private var splitter: InputSplitter?
  private let heedsSlashes: Bool
  /// How many messages may still be given out.
  private var limit: Int
  private let spelling: MessageSpelling

  /// The prepared messages first, then, with a splitter, what standard input brings: messages, and with `heedsSlashes` commands.
  init(
    prepared: [OutgoingMessage], splitter: InputSplitter? = nil, heedsSlashes: Bool = false,
    limit: Int = .max,
    spelling: MessageSpelling = MessageSpelling()
  ) {
    self.prepared = prepared.map { .message($0) }[...]
    self.splitter = splitter
    self.heedsSlashes = heedsSlashes
    self.limit = limit
    self.spelling = spelling
  }

  /// Gives these first, whatever it has given already. With a script, what that brings comes before standard input.
  mutating func prepare(_ messages: [OutgoingMessage], isScripted: Bool) {
    prepared = messages.map { .message($0) }[...]
    self.isScripted = isScripted
  }

  /// Takes what a script brings.
  mutating func append(_ item: Item) { prepared.append(item) }

  /// The script brings no more that standard input waits for.
  mutating func endScript() { isScripted = false }

  /// The next thing; a run has `most` messages at most.
  mutating func next(_ most: Int) throws(Failure) -> Item {
    if let item = prepared.popFirst() { return item }
    if isScripted { return .rest }
    guard splitter != nil, limit > 0 else { return .end }
    let readsEvents = splitter?.framing == .jsonl
    let isLooked = heedsSlashes || readsEvents || !spelling.isPlain
    while let run = try splitter?.next(isLooked ? 1 : min(most, limit)) {
      if readsEvents {
        guard let item = try EventLine.read(run.message(0)) else { continue }
        if case .message(let message) = item { try message.check() }
        limit -= 1
        return item
      }
      limit -= run.pieces.count
      if heedsSlashes, let item = try command(run.message(0)) { return item }
      return spelling.isPlain ? .run(run) : .message(try whole(run.message(0)))
    }
    return splitter?.isDone == true ? .end : .wait
  }

  /// What a line spells, as it is to be sent.
  private func whole(_ line: OutgoingMessage) throws(Failure) -> OutgoingMessage {
    let message = try spelling.read(line)
    try message.check()
    return message
  }

  /// The command of a line, or the message of one that begins with two slashes; nil for any other.
  private func command(_ line: OutgoingMessage) throws(Failure) -> Item? {
    guard case .bytes(let bytes) = line.content else { return nil }
    if let command = try SlashCommand.read(bytes, origin: line.origin) { return .command(command) }
    guard bytes.starts(with: "//".utf8) else { return nil }
    return .message(
      try whole(OutgoingMessage(kind: line.kind, bytes: Array(bytes.dropFirst()), origin: line.origin)))
  }

  /// Takes a block of standard input; see `InputSplitter.append`.
  mutating func append(_ read: (inout [UInt8]) -> Void) { splitter?.append(read) }

  /// Whether something waits that does not come from standard input.
  var hasPrepared: Bool { !prepared.isEmpty }

  /// How many of those there are.
  var preparedCount: Int { prepared.count }

  /// Whether there are messages that have not been given out.
  var holdsInput: Bool { hasPrepared || !isScripted && splitter?.holdsInput == true }
}
