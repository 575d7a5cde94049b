import ArgumentParser
import WebSocketTransport
import WebSocketWire

/// `wscope [connect] URL`: a filter between standard input and a server, or a one-shot with `-x`.
struct Connect: ConsoleCommand {
  static let configuration = CommandConfiguration(
    commandName: "connect",
    abstract: "Talk to a server: each line of input is a message.",
    usage: "wscope [connect] [options] URL",
    discussion: "wscope connect --help-all has every option.")

  @Argument(
    help: ArgumentHelp(
      "A ws:// or wss:// URL; HOST:PORT and :PORT mean ws://.", valueName: "url"))
  var url: String?

  @Option(
    name: [.customShort("c", allowingJoined: true), .customLong("connect")], parsing: .unconditional,
    help: ArgumentHelp("The URL, as wscat takes it.", valueName: "url", visibility: .hidden))
  var connectURL: String?

  @Option(
    name: [.customShort("l"), .customLong("listen")], parsing: .unconditional,
    help: ArgumentHelp("Listen on all interfaces, as wscat does.", valueName: "port"),
    transform: Int.argument(in: 0...65535))
  var listenPort: Int?

  @Option(
    name: [.customShort("x", allowingJoined: true), .customLong("execute")],
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp("Send this instead of standard input; await a reply.", valueName: "message"),
    transform: PlacedValue.init(argument:))
  var execute: [PlacedValue] = []

  @Option(
    name: [.customShort("w", allowingJoined: true), .customLong("wait")], parsing: .unconditional,
    help: ArgumentHelp("Stay this long after the last message (-1: forever).", valueName: "s"),
    transform: LingerTime.init(argument:))
  var wait: LingerTime?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("How many replies end the run (-x: one a message).", valueName: "count"),
    transform: Int.argument(in: Send.counts))
  var expect: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Timeout for awaited replies (-x: default 10).", valueName: "s"),
    transform: Seconds.init(argument:))
  var timeout: Seconds?

  @Option(
    name: .customLong("in"), parsing: .unconditional,
    help: ArgumentHelp("line, nul, length32, whole, raw[=SIZE] or jsonl.", valueName: "form"),
    completion: .list(["line", "nul", "length32", "whole", "jsonl", "raw="]),
    transform: InputForm.init(argument:))
  var input = InputForm.line

  @Flag(help: "Send every message back until the server closes.")
  var echo = false

  @Flag(help: ArgumentHelp("Heed /ping, /pong and /close in a pipe too.", visibility: .hidden))
  var slash = false

  // wscat's; the help has --version, which says the same.
  @Flag(name: .customShort("V"), help: ArgumentHelp("Print the version.", visibility: .hidden))
  var printVersion = false

  @OptionGroup var pipe: PipeOptions
  @OptionGroup(title: "Connection") var handshake: HandshakeOptions
  @OptionGroup(title: "Connection") var endpoint: EndpointOptions
  @OptionGroup var script: RareOptions<ScriptOptions>
  @OptionGroup var ending: RareOptions<EndingOptions>
  @OptionGroup(title: "Staying connected") var staying: RareOptions<StayOptions>
  @OptionGroup(title: "Views") var views: ViewOptions
  @OptionGroup var report: ReportOptions
  @OptionGroup(title: "Views") var record: RareOptions<RecordOptions>
  @OptionGroup var prompt: RareOptions<PromptOptions>

  func run(on console: Console) throws {
    if printVersion { return try console.print(Root.configuration.version + "\n") }
    if let listenPort { return try listen(listenPort, console) }
    guard let target = url ?? connectURL else {
      throw Failure.missing(
        "no URL was given", "wscope demo needs none, and wscope --help lists the commands", in: "connect",
        Self.configuration.usage)
    }
    if url != nil, connectURL != nil { throw Failure(.usage, "two URLs were given, one of them with -c") }
    try choices.run(target, console)
  }

  private func listen(_ port: Int, _ console: Console) throws {
    if !execute.isEmpty || wait != nil || timeout != nil {
      throw Failure(.usage, "-l listens, so -x, -w and --timeout cannot be combined with it")
    }
    if report.writeOut != nil {
      throw Failure(.usage, "-l listens, so --write-out cannot be combined with it")
    }
    if let file = pipe.files.options?.given {
      throw Failure(.usage, "-l listens, so \(file) cannot be combined with it")
    }
    if url != nil || connectURL != nil {
      throw Failure(.usage, "-l listens and -c connects: one of them at a time")
    }
    let end: EndpointOptions? = endpoint
    try Listen.listen(
      ServerConfiguration(
        address: try Listen.address("*:\(port)"), policy: try UpgradePolicy(deflate: end.deflate()),
        identity: try end.identity()),
      reply: echo ? .echo : .print, endpoint: end, views: views, events: pipe.allEvents,
      record: record.options, console: console)
  }

  var choices: ConnectChoices {
    ConnectChoices(
      execute: execute, wait: wait, expect: expect, timeout: timeout, framing: input.framing, echo: echo,
      slash: slash, script: script.options,
      options: ClientOptions(
        handshake: handshake, endpoint: endpoint, pipe: pipe, ending: ending.options,
        staying: staying.options, views: views, report: report,
        prompt: prompt.options, record: record.options))
  }
}
