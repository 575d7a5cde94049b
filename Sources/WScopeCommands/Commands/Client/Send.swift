import ArgumentParser

/// `wscope send URL MSG...`: one-shot, with a status that means something.
struct Send: ConsoleCommand {
  static let configuration = CommandConfiguration(
    commandName: "send",
    abstract: "Send messages, print one reply for each, and end.",
    usage: "wscope send [options] URL [MESSAGE ...]",
    discussion: "A message that is - is all of standard input. wscope send --help-all has every option.")

  @Argument(
    help: ArgumentHelp(
      "A ws:// or wss:// URL; HOST:PORT and :PORT mean ws://.", valueName: "url"))
  var url: String

  @Argument(help: ArgumentHelp("The messages, in this order.", valueName: "message"))
  var messages: [String] = []

  @Option(
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp("Send a file's content as one message.", valueName: "file"), completion: .file())
  var file: [String] = []

  @Option(help: ArgumentHelp("Send the bytes of this hex, as binary.", valueName: "hex"))
  var hexData: [String] = []

  @Option(help: ArgumentHelp("Send the bytes of this base64, as binary.", valueName: "base64"))
  var base64Data: [String] = []

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("How many replies to await (default: one a message).", valueName: "count"),
    transform: Int.argument(in: Self.counts))
  var expect: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Timeout for awaited replies (default 10).", valueName: "s"),
    transform: Seconds.init(argument:))
  var timeout = Seconds(10)

  @OptionGroup var pipe: PipeOptions
  @OptionGroup(title: "Connection") var handshake: HandshakeOptions
  @OptionGroup(title: "Connection") var endpoint: EndpointOptions
  @OptionGroup var ending: RareOptions<EndingOptions>
  @OptionGroup(title: "Staying connected") var staying: RareOptions<StayOptions>
  @OptionGroup(title: "Views") var views: ViewOptions
  @OptionGroup var report: ReportOptions
  @OptionGroup(title: "Views") var record: RareOptions<RecordOptions>

  func run(on console: Console) throws { try choices.run(url, console) }

  var choices: SendChoices {
    SendChoices(
      messages: messages, files: file, hex: hexData, base64: base64Data, expect: expect, timeout: timeout,
      options: ClientOptions(
        handshake: handshake, endpoint: endpoint, pipe: pipe, ending: ending.options,
        staying: staying.options, views: views, report: report, record: record.options))
  }

  /// What `--expect` may be.
  static let counts = 0...1_000_000_000
}
