import ArgumentParser
import WebSocketConversation
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
    name: [.customShort("c"), .customLong("connect")], parsing: .unconditional,
    help: ArgumentHelp("The URL, as wscat takes it.", valueName: "url"))
  var connectURL: String?

  @Option(
    name: [.customShort("l"), .customLong("listen")], parsing: .unconditional,
    help: ArgumentHelp("Listen on all interfaces, as wscat does.", valueName: "port"),
    transform: Int.argument(in: 0...65535))
  var listenPort: Int?

  @Option(
    name: [.customShort("x"), .customLong("execute")], parsing: .unconditionalSingleValue,
    help: ArgumentHelp("Send this instead of standard input; await a reply.", valueName: "message"))
  var execute: [String] = []

  @Option(
    name: [.customShort("w"), .customLong("wait")], parsing: .unconditional,
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
  @OptionGroup var ending: RareOptions<EndingOptions>
  @OptionGroup(title: "Staying connected") var staying: RareOptions<StayOptions>
  @OptionGroup(title: "Views") var views: ViewOptions
  @OptionGroup var report: ReportOptions

  func run(on console: Console) throws {
    if printVersion { return try console.print(Root.configuration.version + "\n") }
    if let listenPort {
      if !execute.isEmpty || wait != nil || timeout != nil {
        throw Failure(.usage, "-l listens, so -x, -w and --timeout cannot be combined with it")
      }
      if report.writeOut != nil {
        throw Failure(.usage, "-l listens, so --write-out cannot be combined with it")
      }
      if url != nil || connectURL != nil {
        throw Failure(.usage, "-l listens and -c connects: one of them at a time")
      }
      return try Listen.listen(
        ServerConfiguration(
          address: try Listen.address("*:\(listenPort)"),
          policy: try UpgradePolicy(deflate: endpoint.deflate()),
          identity: try endpoint.identity()),
        reply: echo ? .echo : .print, endpoint: endpoint, views: views, events: pipe.allEvents,
        console: console)
    }
    guard let target = url ?? connectURL else {
      throw Failure.missing(
        "no URL was given", "wscope demo needs none, and wscope --help lists the commands", in: "connect",
        Self.configuration.usage)
    }
    if url != nil, connectURL != nil { throw Failure(.usage, "two URLs were given, one of them with -c") }
    let plan = try plan(target, console)
    guard console.hasPrompt, plan.splitter != nil, framing == .line, plan.events == nil else {
      return try Runner.run(plan)
    }
    if try !pipe.spelling().isPlain {
      throw Failure(.usage, "escapes, hex and base64 of messages go with -x or a pipe")
    }
    if wait != nil || timeout != nil {
      let option = wait != nil ? "--wait" : "--timeout"
      throw Failure(.usage, "\(option) goes with -x or a pipe: at a prompt you say when it ends")
    }
    if let option = ending.options?.all.first ?? staying.options?.givenLimit {
      throw Failure(.usage, "\(option) goes with -x or a pipe: at a prompt you say when it ends")
    }
    if report.writeOut != nil {
      throw Failure(.usage, "--write-out goes with -x or a pipe: at a prompt a run has no end to report")
    }
    try Runner.prompt(
      plan,
      try PromptSettings(
        views, role: .client, kind: try pipe.kind(), limit: endpoint.limits.held,
        historyName: plan.connection.url.host, console))
  }

  func plan(_ target: String, _ console: Console) throws -> ClientPlan {
    let isOneShot = !execute.isEmpty
    if isOneShot, echo {
      throw Failure(.usage, "--echo sends back what comes, so -x cannot be combined with it")
    }
    if echo, let option = ending.options?.all.first ?? expect.map({ _ in "--expect" }) {
      throw Failure(.usage, "--echo ends with the server, so \(option) cannot be combined with it")
    }
    try ending.options?.check(
      arguments: isOneShot ? execute.count : nil,
      beside: [wait.map { _ in "--wait" }, expect.map { _ in "--expect" }].compactMap(\.self))
    if echo, wait != nil || timeout != nil {
      throw Failure(.usage, "--echo ends with the server, so --wait and --timeout cannot be combined with it")
    }
    if wait != nil, timeout != nil {
      throw Failure(.usage, "--wait stays whatever comes, so --timeout cannot be combined with it")
    }
    let kind = try pipe.kind(isBinary: framing.isBinary)
    let splitter =
      isOneShot || echo
      ? nil : try InputForm(framing: framing).splitter(kind: kind, limit: endpoint.limits.held)
    return try ClientPlan(
      url: target,
      messages: execute.map { OutgoingMessage(kind: kind, bytes: Array($0.utf8), origin: "a message of -x") },
      splitter: splitter, heedsSlashes: slash && framing == .line, end: try end(isOneShot),
      echoes: echo, staying: staying.options, ending: ending.options, handshake: handshake,
      endpoint: endpoint, pipe: pipe,
      views: views, report: report,
      console: console)
  }

  private var framing: InputFraming {
    input.framing == .line && pipe.form.options?.null == true ? .nul : input.framing
  }

  private func end(_ isOneShot: Bool) throws(Failure) -> CompletionRule {
    if echo { return .untilClosed() }
    if let wait { return .stay(wait.duration) }
    if let rule = try ending.options?.rule(timeout: timeout?.duration) { return rule }
    guard isOneShot || expect != nil else {
      return .drain(idle: .seconds(1), firstReply: timeout?.duration)
    }
    return Send.expectation(expect, of: execute.count, timeout ?? Seconds(10))
  }
}
