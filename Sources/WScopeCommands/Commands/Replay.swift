import ArgumentParser
import WebSocketConversation
import WebSocketWire

/// `wscope replay FILE URL`: sends what a recorded client sent, and compares what comes back.
struct Replay: ConsoleCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay",
    abstract: "Send what a client sent in a recording, and compare the replies.",
    usage: "wscope replay [options] FILE URL",
    discussion:
      "The status is 0 if the server said the same, and 1 if not. "
      + "wscope replay --help-all has every option.")

  @Argument(
    help: ArgumentHelp("A recording or a capture (-: standard input).", valueName: "file"),
    completion: .file())
  var file: String

  @Argument(
    help: ArgumentHelp("A ws:// or wss:// URL; HOST:PORT and :PORT mean ws://.", valueName: "url"))
  var url: String

  @Option(
    help: ArgumentHelp("The connection of the file: a number, or HOST:PORT.", valueName: "which"),
    transform: ConnectionChoice.init(argument:))
  var connection: ConnectionChoice?

  @OptionGroup var replay: ReplayOptions
  @OptionGroup(title: "Connection") var handshake: HandshakeOptions
  @OptionGroup(title: "Connection") var endpoint: EndpointOptions
  @OptionGroup(title: "Staying connected") var staying: RareOptions<StayOptions>
  @OptionGroup(title: "Views") var views: ViewOptions
  @OptionGroup var report: ReportOptions
  @OptionGroup(title: "Views") var record: RareOptions<RecordOptions>

  func run(on console: Console) throws {
    try choices.run(url, console)
  }

  var choices: ReplayChoices {
    ReplayChoices(
      file: file, connection: connection, replay: replay,
      options: ClientOptions(
        handshake: handshake, endpoint: endpoint, staying: staying.options, views: views, report: report,
        record: record.options))
  }
}
