import ArgumentParser
import WebSocketConversation
import WebSocketInspect
import WebSocketWire

/// `wscope demo`: an echo server inside this process, and a client that talks to it.
struct Demo: ConsoleCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo",
    abstract: "Talk to an echo server in this process.",
    usage: "wscope demo [options] [MESSAGE]")

  @Argument(help: ArgumentHelp("What to send, instead of a prompt.", valueName: "message"))
  var message: String?

  @OptionGroup(title: "Views") var views: ViewOptions

  func run(on console: Console) throws {
    let views = views
    if message == nil, console.hasPrompt {
      let settings = try PromptSettings(
        views, role: .client, kind: .text, limit: LimitOptions.heldByDefault, historyName: "_demo", console)
      return try Runner.demo(settings) { port in
        try Self.plan(port, messages: [], end: .untilClosed(), views, console)
      }
    }
    let text = OutgoingMessage(kind: .text, bytes: Array((message ?? "hello").utf8), origin: "the message")
    var shown = views
    shown.frames.show = views.frames.show ?? .line
    shown.views = views.views ?? "-"
    let choice = shown
    try Runner.demo(viewPath: choice.views ?? "-") { port in
      try Self.plan(port, messages: [text], end: .expect(1, within: .seconds(10)), choice, console)
    }
  }

  private static func plan(
    _ port: Int, messages: [OutgoingMessage], end: CompletionRule, _ views: ViewOptions, _ console: Console
  ) throws -> ClientPlan {
    try ClientPlan(
      url: "ws://127.0.0.1:\(port)/", input: InputPlan(messages: messages), end: end,
      options: ClientOptions(handshake: try HandshakeOptions.parse(["--no-proxy-env"]), views: views),
      console: console)
  }
}
