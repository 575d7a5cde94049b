import WebSocketWire

/// What a client sends.
struct InputPlan {
  /// Sent in this order as soon as the connection is open.
  let messages: [OutgoingMessage]
  /// What is done before standard input is read, with messages of its own.
  let script: ScriptPlan?
  /// How standard input is cut into further messages; nil when it is not read.
  let splitter: InputSplitter?
  /// Whether a line of standard input can be a command.
  let heedsSlashes: Bool
  let spelling: MessageSpelling
  /// How many messages are sent at most.
  let messageLimit: Int

  /// Fails for a message that is not what its kind or its spelling demands.
  init(
    messages: [OutgoingMessage], script: ScriptPlan? = nil, splitter: InputSplitter? = nil,
    heedsSlashes: Bool = false,
    options: ClientOptions = ClientOptions()
  ) throws(Failure) {
    let spelling = try options.spelling()
    self.messages = try messages.map { message throws(Failure) in try spelling.read(message) }
    for message in self.messages { try message.check() }
    self.script = script
    self.splitter = splitter
    self.heedsSlashes = heedsSlashes
    self.spelling = spelling
    messageLimit = options.ending?.one == true ? 1 : .max
  }

  /// The kind of what is sent; nil where nothing can be.
  var kind: MessageKind? { messages.first?.kind ?? script?.kind ?? splitter?.kind }
}
