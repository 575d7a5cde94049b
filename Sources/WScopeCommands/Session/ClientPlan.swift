import WebSocketConversation
import WebSocketTransport
import WebSocketWire

/// All that a client's run needs to know, worked out from the arguments.
struct ClientPlan {
  /// How the server is reached that was asked for.
  let connection: ClientConfiguration
  let requests: RequestPlan
  let input: InputPlan
  let output: OutputPlan
  /// Which messages are replies.
  let replies: ReplyRules
  let end: CompletionRule
  let echoes: Bool
  let staying: StayPlan
  /// How the connection is closed; nil for no closing handshake.
  let closing: ClosePayload?

  /// Fails for a file that cannot be sent and for a URL or a field that is not one.
  init(
    url: String, input: InputPlan, end: CompletionRule, echoes: Bool = false, options: ClientOptions,
    console: Console
  ) throws {
    var requests = try options.handshake.requests(url: url, end: options.endpoint)
    requests.connection.answersPings = options.staying?.noAutoPong != true
    replies = try options.ending?.rules() ?? ReplyRules()
    // What is held until it is whole has a limit, and an echo holds a message until it can send it back.
    if echoes || replies.needsWhole || options.framing.needsWhole || input.script != nil {
      requests.connection.limits.message = UInt64(options.endpoint.held)
    }
    connection = requests.configuration(for: requests.connection.url)
    self.requests = requests
    self.input = input
    output = try OutputPlan(options, printsPayload: !echoes && input.replay == nil, console)
    self.end = end
    self.echoes = echoes
    receivesOnlyWithoutInput =
      end.isDrain && input.messages.isEmpty && !input.isScripted && options.ending?.linger == nil
      && input.splitter?.framing != .jsonl
    staying = try options.staying?.plan() ?? StayPlan()
    closing =
      if let ending = options.ending { try ending.closing() } else {
        input.replay?.closing ?? ClosePayload(code: .normalClosure)
      }
  }

  /// Whether the run stays until the peer closes where there is no message at all: not where it is said how long it stays, nor where a
  /// program chooses what is relayed.
  let receivesOnlyWithoutInput: Bool
}
