import WebSocketCapture
import WebSocketWire

/// What a client sends.
struct InputPlan {
  /// Sent in this order as soon as the connection is open.
  let messages: [OutgoingMessage]
  /// What is done before standard input is read, with messages of its own.
  let script: ScriptPlan?
  /// The recording that is sent again; nil for none.
  let replay: ReplayPlan?
  /// How standard input is cut into further messages; nil when it is not read.
  let splitter: InputSplitter?
  /// Whether a line of standard input can be a command.
  let heedsSlashes: Bool
  let spelling: MessageSpelling
  /// How many messages are sent at most.
  let messageLimit: Int
  /// How many bytes of a message are sent in one frame; nil for all.
  let fragmentSize: Int?
  /// When the next message is sent; nil for as soon as there is room.
  let pace: PaceGate?

  /// Fails for a message that is not what its kind or its spelling demands.
  init(
    messages: [OutgoingMessage], script: ScriptPlan? = nil, splitter: InputSplitter? = nil,
    heedsSlashes: Bool = false, replay: ReplayPlan? = nil,
    options: ClientOptions = ClientOptions(), replyTimeout: Duration = .seconds(10)
  ) throws(Failure) {
    let spelling = try options.spelling()
    let form = options.pipe?.form.options
    fragmentSize = form?.fragment
    pace = form?.pace.map { PaceGate($0, limit: replyTimeout) }
    let limit = form?.fragment == nil ? nil : options.endpoint.held
    self.messages = try messages.map { message throws(Failure) in
      let message = try spelling.read(message)
      return try limit.map { limit throws(Failure) in try message.whole(limit: limit) } ?? message
    }
    for message in self.messages { try message.check() }
    self.script = script
    self.replay = replay
    self.splitter = splitter
    self.heedsSlashes = heedsSlashes
    self.spelling = spelling
    messageLimit = options.ending?.one == true ? 1 : .max
  }

  /// The kind of what is sent; nil where nothing can be.
  var kind: MessageKind? { messages.first?.kind ?? script?.kind ?? splitter?.kind }

  /// Whether messages come over time before standard input is read.
  var isScripted: Bool { script != nil || replay != nil }

  /// How many of them there are at most, beside those of timers and answers.
  var scriptedCount: Int { script?.steps.count ?? replay?.part.steps.count ?? 0 }
}
