import ArgumentParser
import WebSocketConversation
import WebSocketInspect
import WebSocketWire

/// `wscope demo`: an echo server inside this process, and a client that talks to it.
struct Demo: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Talk to an echo server in this process.",
    usage: "wscope demo [options] [MESSAGE]")

  @Argument(help: ArgumentHelp("What to send.", valueName: "message"))
  var message = "hello"

  @OptionGroup(title: "Views") var views: ViewOptions

  func run() throws {
    let console = Console()
    let text = OutgoingMessage(kind: .text, bytes: Array(message.utf8), origin: "the message")
    var shown = views
    shown.show = views.show ?? .line
    shown.views = views.views ?? "-"
    let choice = shown
    try Runner.demo(viewPath: choice.views ?? "-") { port in
      try ClientPlanner(
        handshake: try HandshakeOptions.parse([]), pipe: try PipeOptions.parse([]), views: choice,
        console: console
      )
      .plan(
        url: "ws://127.0.0.1:\(port)/", messages: [text], splitter: nil, end: .expect(1, within: .seconds(10))
      )
    }
  }
}
