import WebSocketConversation
import WebSocketInspect
import WebSocketTransport
import WebSocketWire

/// Turns the options that `connect` and `send` share into a plan.
struct ClientPlanner {
  let handshake: HandshakeOptions
  let pipe: PipeOptions
  let views: ViewOptions
  let console: Console

  func plan(
    url: String, messages: [OutgoingMessage], splitter: InputSplitter?, end: CompletionRule,
    echoes: Bool = false
  ) throws -> ClientPlan {
    for message in messages { try message.check() }
    var configuration = try handshake.configuration(url: url)
    // An echo holds a message until it can send it back, so a limit always binds there.
    if echoes { configuration.limits.message = UInt64(handshake.end.limits.held) }
    let choice = views.live(console, url: "\(configuration.url)")
    return ClientPlan(
      connection: configuration, messages: messages, splitter: splitter, end: end,
      receivesOnlyWithoutInput: end.isDrain && messages.isEmpty, echoes: echoes, framing: pipe.out,
      printsPayload: views.leavePayload(choice, console) && !echoes,
      escapesPayload: console.outputIsTerminal && !views.unescaped, views: choice, viewPath: views.views
    )
  }
}
