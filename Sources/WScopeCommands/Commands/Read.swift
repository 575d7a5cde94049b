import ArgumentParser
import WebSocketInspect
import WebSocketWire

/// `wscope read`: the WebSocket connections that others have captured.
struct Read: ConsoleCommand {
  static let configuration = CommandConfiguration(
    commandName: "read",
    abstract: "Show the WebSocket connections of captures and recordings.",
    usage: "wscope read [options] FILE ...",
    discussion:
      "Reads pcap and pcapng, packed by gzip or not, and recordings. "
      + "wscope read --help-all has every option.")

  @Argument(
    help: ArgumentHelp("A capture or a recording (-: standard input).", valueName: "file"),
    completion: .file())
  var files: [String] = []

  @Option(
    help: ArgumentHelp("Only this one: a number of the table, or HOST:PORT.", valueName: "which"),
    transform: ConnectionChoice.init(argument:))
  var connection: ConnectionChoice?

  @Flag(help: "Go on with what is added to the file, until a signal ends it.")
  var follow = false

  @Flag(help: "Fail with status 76 if a rule was broken, and list where.")
  var strict = false

  @OptionGroup(title: "Views") var views: FrameViewOptions
  @OptionGroup(title: "Views") var heads: HandshakeViewOptions
  @OptionGroup var events: EventOptions
  @OptionGroup var silence: QuietOptions
  @OptionGroup var record: RecordOptions
  @OptionGroup(title: "Limits") var limits: LimitOptions
  @OptionGroup(title: "Limits") var limitDetails: RareOptions<LimitDetailOptions>

  func run(on console: Console) throws {
    guard !files.isEmpty else {
      throw Failure.missing(
        "no capture was given", "- reads standard input", in: "read", Self.configuration.usage)
    }
    if follow, files.count > 1 {
      throw Failure(.usage, "--follow does not end, so one file is expected, and \(files.count) were given")
    }
    try silence.check(besides: shownOption)
    let recording = try record.plan(showsSecrets: heads.showSecrets)
    if recording != nil, files.count > 1 {
      throw Failure(.usage, "--record converts one file at a time: \(files.count) were given")
    }
    // Counts that are asked for alone are not wanted after all frames, and what is converted is not shown too, unless that is asked for.
    let isCounted = views.stats && views.given == nil && !heads.handshake
    let isOff = recording != nil && views.given == nil || silence.quiet
    let plan = ReadPlan(
      views: try views.offline(
        console, show: isCounted || isOff ? .off : .line, heads: heads),
      events: try events.plan(
        besides: views.given ?? heads.given, showsSecrets: heads.showSecrets,
        limit: EventPlan.clientLimit),
      choice: connection, isStrict: strict, isQuiet: silence.quiet, limits: limits.limits(limitDetails),
      recording: try recording.map { plan throws(Failure) in try RecordingFile(plan) })
    try ReadRun(plan, console).read(files.map { follow ? .following($0) : .file($0) })
  }

  /// The option that is given and has something shown; nil for none.
  private var shownOption: String? {
    views.given ?? heads.given ?? (views.stats ? "--stats" : events.isGiven ? "--json" : nil)
  }
}

extension TimeStyle: ExpressibleByArgument {}
