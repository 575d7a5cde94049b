import ArgumentParser
import WebSocketCapture
import WebSocketWire

/// `wscope diff A B`: two recordings side by side.
struct Diff: ConsoleCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "Compare two recordings message by message.",
    usage: "wscope diff [options] A B",
    discussion: "Reads what wscope read reads. The status is 0 for equal, and 1 for not.")

  @Argument(
    help: ArgumentHelp("Two recordings or captures (-: standard input).", valueName: "file"),
    completion: .file())
  var files: [String] = []

  @Option(
    help: ArgumentHelp("The connection of both, or given twice of each.", valueName: "which"),
    transform: ConnectionChoice.init(argument:))
  var connection: [ConnectionChoice] = []

  @Flag(help: "Compare frame by frame: FIN, RSV, opcode and payload.")
  var frames = false

  @OptionGroup var comparison: ComparisonOptions
  @OptionGroup var style: StyleOptions
  @OptionGroup(title: "Limits") var limits: LimitOptions
  @OptionGroup(title: "Limits") var limitDetails: RareOptions<LimitDetailOptions>

  func run(on console: Console) throws {
    guard files.count == 2 else {
      throw Failure.missing(
        files.count < 2
          ? "two recordings are compared, and \(files.count) given" : "more than two files are given",
        "wscope read shows one", in: "diff", Self.configuration.usage)
    }
    guard files != ["-", "-"] else {
      throw Failure(.usage, "standard input can be one of the two recordings, and not both")
    }
    guard connection.count <= 2 else {
      throw Failure(.usage, "--connection is given \(connection.count) times, and there are two recordings")
    }
    let readings = files.enumerated().map { index, path in
      ChosenRecording(
        path: path, choice: connection.count > index ? connection[index] : connection.last,
        limits: limits.limits(limitDetails), limit: limits.held, console: console)
    }
    try DiffRun(
      first: readings[0], second: readings[1], byFrame: frames, comparison: try comparison.comparison(),
      style: console.style(style.choice, isTerminal: console.outputIsTerminal), console: console
    ).run()
  }
}
