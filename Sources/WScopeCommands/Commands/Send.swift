import ArgumentParser
import WebSocketConversation
import WebSocketWire

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

  func run(on console: Console) throws {
    let reader = MessageReader(
      kind: try pipe.kind(), dataKind: try pipe.kind(isBinary: true), limit: endpoint.limits.held)
    let all = try reader.messages(positional: messages, files: file, hex: hexData, base64: base64Data)
    if all.isEmpty {
      throw Failure.missing(
        "there is nothing to send",
        "give a message, --file, --hex-data, --base64-data, or - for standard input",
        in: "send", Self.configuration.usage)
    }
    try Runner.run(
      try ClientPlan(
        url: url, messages: all, end: try end(all.count), staying: staying.options, ending: ending.options,
        handshake: handshake, endpoint: endpoint, pipe: pipe, views: views, report: report, console: console))
  }

  private func end(_ count: Int) throws(Failure) -> CompletionRule {
    try ending.options?.check(arguments: count, beside: expect.map { _ in ["--expect"] } ?? [])
    return try ending.options?.rule(timeout: timeout.duration) ?? Self.expectation(expect, of: count, timeout)
  }

  /// What `--expect` may be.
  static let counts = 0...1_000_000_000

  /// How many replies end the session, and how long they may take.
  static func expectation(_ count: Int?, of sent: Int, _ timeout: Seconds) -> CompletionRule {
    .expect(count ?? sent, within: timeout.duration)
  }
}
