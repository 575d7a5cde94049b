import WebSocketConversation
import WebSocketTransport
import WebSocketWire

/// All that a client's run needs to know, worked out from the arguments.
struct ClientPlan {
  /// How the server is reached that is spoken to: after a redirect, another one.
  var connection: ClientConfiguration
  let requests: RequestPlan
  /// Sent in this order as soon as the connection is open.
  let messages: [OutgoingMessage]
  /// How standard input is cut into further messages; nil when it is not read.
  let splitter: InputSplitter?
  /// How many messages are sent at most.
  let messageLimit: Int
  let spelling: MessageSpelling
  /// Whether a line of standard input can be a command.
  let heedsSlashes: Bool
  let end: CompletionRule
  /// Without any message at all, stay until the peer closes.
  let receivesOnlyWithoutInput: Bool
  let echoes: Bool
  let staying: StayPlan
  let framing: OutputFraming
  let replies: ReplyRules
  /// How the connection is closed; nil for no closing handshake.
  let closing: ClosePayload?
  let printsPayload: Bool
  let escapesPayload: Bool
  let views: ViewConfiguration
  /// What is written as JSON Lines.
  let events: EventPlan?
  /// A file that views go to instead of standard error; `-` is standard output.
  let viewPath: String?
  /// What is printed at the end; nil for nothing.
  let writeOut: WriteOutFormat?

  /// The plan of the options that `connect` and `send` share. Fails for a file that cannot be sent and for a URL or a field that is
  /// not one.
  init(
    url: String, messages: [OutgoingMessage], splitter: InputSplitter? = nil,
    heedsSlashes: Bool = false, end: CompletionRule, echoes: Bool = false, staying: StayOptions? = nil,
    ending: EndingOptions? = nil,
    handshake: HandshakeOptions, endpoint: EndpointOptions, pipe: PipeOptions, views: ViewOptions,
    report: ReportOptions? = nil,
    console: Console
  ) throws {
    let spelling = try pipe.spelling()
    let messages = try messages.map { message throws(Failure) in try spelling.read(message) }
    for message in messages { try message.check() }
    var requests = try handshake.requests(url: url, end: endpoint)
    requests.connection.answersPings = staying?.noAutoPong != true
    // An echo holds a message until it can send it back, so a limit always binds there.
    if echoes { requests.connection.limits.message = UInt64(endpoint.limits.held) }
    replies = try ending?.rules() ?? ReplyRules()
    // What is held until it is whole has a limit.
    if replies.needsWhole || pipe.framing.needsWhole {
      requests.connection.limits.message = UInt64(endpoint.limits.held)
    }
    connection = requests.configuration(for: requests.connection.url)
    let live = try views.live(console, url: "\(connection.url)")
    self.requests = requests
    self.messages = messages
    self.splitter = splitter
    messageLimit = ending?.one == true ? 1 : .max
    self.spelling = spelling
    self.heedsSlashes = heedsSlashes
    self.end = end
    receivesOnlyWithoutInput = end.isDrain && messages.isEmpty
    self.echoes = echoes
    self.staying = try staying?.plan() ?? StayPlan()
    framing = pipe.framing
    closing = if let ending { try ending.closing() } else { ClosePayload(code: .normalClosure) }
    events = try pipe.allEvents.plan(views, limit: EventPlan.clientLimit)
    // Events take the place of the payload, unless they go to a file.
    let isReplaced = events != nil && views.views == nil
    printsPayload = views.leavePayload(live, console) && !echoes && !isReplaced
    escapesPayload = console.outputIsTerminal && !views.unescaped
    self.views = events == nil ? live : live.off
    viewPath = views.views
    writeOut = try report?.format()
  }

  /// The kind of what is sent; nil where nothing can be.
  var kind: MessageKind? { messages.first?.kind ?? splitter?.kind }

  /// The peer as sentences name it.
  var place: String { "\(connection.route.endpoint)" }
}
