import ArgumentParser
import WebSocketConversation

/// What is done beside sending messages, in the order in which it is given among them.
struct ScriptOptions: ParsableArguments {
  @Option(
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp("Wait this long before what follows.", valueName: "s", visibility: .hidden),
    transform: PlacedValue.init(argument:))
  var pause: [PlacedValue] = []

  @Option(
    name: .customLong("await"), parsing: .unconditionalSingleValue,
    help: ArgumentHelp("Wait for a message that this matches.", valueName: "regex"),
    transform: PlacedValue.init(argument:))
  var awaited: [PlacedValue] = []

  @Option(
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "From there on, send this again and again.", valueName: "s=message", visibility: .hidden),
    transform: PlacedValue.init(argument:))
  var every: [PlacedValue] = []

  @Option(
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "From there on, answer messages that this matches.", valueName: "regex=reply", visibility: .hidden),
    transform: PlacedValue.init(argument:))
  var on: [PlacedValue] = []

  @Option(
    help: ArgumentHelp(
      "Do what the lines of this file say (-: standard input).", valueName: "file", visibility: .hidden),
    completion: .file(), transform: PlacedValue.init(argument:))
  var script: [PlacedValue] = []

  @Option(
    name: .customLong("set"), parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "What ${NAME} is in what a script sends.", valueName: "name=value", visibility: .hidden))
  var values: [String] = []

  @Flag(
    name: [.customShort("i"), .customLong("interactive")],
    help: ArgumentHelp("Go on with the prompt, or standard input, afterwards.", visibility: .hidden))
  var isInteractive = false

  /// Whether there is a script at all, and not messages alone.
  var isGiven: Bool { hasSteps || !values.isEmpty }

  /// Whether something is done beside sending the messages of `-x`.
  var hasSteps: Bool { ![pause, awaited, every, on, script].allSatisfy(\.isEmpty) }

  /// The steps of these options and of the messages of `-x`, in the order of the command line.
  func reader(messages: [PlacedValue], spelling: MessageSpelling) throws(Failure) -> ScriptReader {
    var reader = ScriptReader(spelling: spelling)
    for text in values { try reader.set(text, origin: "--set", isOption: true) }
    let verbs: [(ScriptVerb, [PlacedValue])] = [
      (.pause, pause), (.await, awaited), (.every, every), (.on, on),
    ]
    var steps = messages.map { (value: $0, step: Step.message) } + script.map { ($0, .file) }
    steps += verbs.flatMap { verb, values in values.map { ($0, Step.verb(verb)) } }
    for (value, step) in steps.sorted(by: { $0.value.place < $1.value.place }) {
      switch step {
      case .message: try reader.send(value.text, origin: "a message of -x")
      case .verb(let verb): try reader.add(verb, value.text, origin: "--\(verb.rawValue)")
      case .file:
        let file = try FileReader.read(
          value.text, limit: ScriptReader.fileLimit, hint: "the lines of a script are expected")
        try reader.read(file, path: value.text == "-" ? "standard input" : value.text)
      }
    }
    return reader
  }

  private enum Step {
    case message, file
    case verb(ScriptVerb)
  }
}
