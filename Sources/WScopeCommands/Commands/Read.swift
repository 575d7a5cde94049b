import ArgumentParser
import WebSocketInspect
import WebSocketWire

/// `wscope read`: the WebSocket connections that others have captured.
struct Read: ConsoleCommand {
  static let configuration = CommandConfiguration(
    commandName: "read",
    abstract: "Show the WebSocket connections of captures and recordings.",
    usage: "wscope read [options] FILE ...",
    discussion: "Reads pcap and pcapng, packed by gzip or not, and what --record has written.")

  @Argument(
    help: ArgumentHelp("A capture or a recording (-: standard input).", valueName: "file"),
    completion: .file())
  var files: [String] = []

  @Option(
    help: ArgumentHelp("Only this one: a number of the table, or HOST:PORT.", valueName: "which"),
    transform: ConnectionChoice.init(argument:))
  var connection: ConnectionChoice?

  @Option(help: ArgumentHelp("How a frame is shown.", valueName: "view"))
  var show: FrameView?

  @Flag(help: "Show every byte of a frame, masked and unmasked.")
  var hex = false

  @Flag(help: "Show both opening heads and each check on them.")
  var handshake = false

  @Option(
    help: ArgumentHelp("The time of a frame: of day, in the connection, since the last.", valueName: "style"))
  var time = TimeStyle.rel

  @Flag(help: "Print all that happened as JSON Lines.")
  var json = false

  @Flag(help: "The same, with an object for each frame too.")
  var jsonFrames = false

  @Flag(help: "Fail with status 76 if a rule was broken, and list where.")
  var strict = false

  @OptionGroup var record: RecordOptions
  @OptionGroup(title: "Limits") var limits: LimitOptions
  @OptionGroup(title: "Limits") var limitDetails: RareOptions<LimitDetailOptions>

  @Flag(help: "Let control characters in payloads reach a terminal.")
  var unescaped = false

  @Flag(help: "Show passwords and tokens of handshakes, not ***.")
  var showSecrets = false

  @OptionGroup var style: StyleOptions

  func run(on console: Console) throws {
    guard !files.isEmpty else {
      throw Failure.missing(
        "no capture was given", "- reads standard input", in: "read", Self.configuration.usage)
    }
    let isJSON = json || jsonFrames
    let recording = try record.plan(showsSecrets: showSecrets)
    if recording != nil, files.count > 1 {
      throw Failure(.usage, "--record converts one file at a time: \(files.count) were given")
    }
    // What is converted is not shown too, unless that is asked for.
    let show = show ?? (recording == nil || hex ? .line : .off)
    if isJSON, self.show ?? .line != .line || hex || handshake {
      throw Failure(
        .usage, "--json has all that views show, so --show, --hex and --handshake cannot be combined with it")
    }
    let view = ViewConfiguration(
      show: hex && show == .off ? .line : show, hex: hex, handshake: handshake, pingPong: false,
      tellsStory: show != .off && show != .spec || hex, unescaped: unescaped, time: time,
      terminal: console.outputIsTerminal ? console.output : nil,
      style: console.style(style.choice, isTerminal: console.outputIsTerminal), url: "",
      showsSecrets: showSecrets)
    let plan = ReadPlan(
      views: view,
      events: isJSON
        ? EventPlan(frames: jsonFrames, showsSecrets: showSecrets, messageLimit: EventPlan.clientLimit) : nil,
      choice: connection, isStrict: strict, limits: limits.limits(limitDetails),
      recording: try recording.map { plan throws(Failure) in try RecordingFile(plan) })
    let run = ReadRun(plan, console)
    do throws(Failure) {
      for file in files { try run.read(file) }
      try run.end()
    } catch {
      try run.failed(error)
    }
  }
}

extension TimeStyle: ExpressibleByArgument {}
