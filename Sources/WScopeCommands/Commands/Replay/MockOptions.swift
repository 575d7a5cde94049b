import ArgumentParser
import WebSocketCapture
import WebSocketTransport
import WebSocketWire

/// Whether a listener says what a recorded server said.
struct MockOptions: ParsableArguments {
  @Option(
    name: .customLong("replay"), parsing: .unconditional,
    help: ArgumentHelp("Say what the server of this recording said.", valueName: "file"),
    completion: .file())
  var file: String?

  @OptionGroup var details: RareOptions<MockDetailOptions>

  /// The recorded connection; nil where none is asked for. Fails as `read` does.
  func recording(_ endpoint: EndpointOptions?, _ console: Console) throws(Failure) -> RecordedConnectionFile?
  {
    guard let file else {
      if let option = details.options?.given {
        throw Failure(.usage, "\(option) goes with --replay FILE, which says what is answered")
      }
      return nil
    }
    return try RecordedConnectionFile.read(
      ChosenRecording(
        path: file, choice: details.options?.connection, limits: endpoint.limits, limit: endpoint.held,
        console: console), as: .server, joinsFragments: false)
  }

  func plan(_ recording: RecordedConnectionFile) throws(Failure) -> MockPlan {
    MockPlan(
      recording.part, match: details.options?.replayMatch ?? .order,
      speed: (details.options?.speed ?? .normal).factor,
      comparison: try details.options?.comparison.comparison() ?? JSONComparison())
  }
}

/// How a recorded server answers.
struct MockDetailOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Answer a message by its number (order), or as an equal one was (content).", valueName: "how",
      visibility: .hidden),
    completion: .list(MockPlan.Match.allCases.map(\.rawValue)), transform: Self.match)
  var replayMatch: MockPlan.Match?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Let the recorded time pass this many times as fast.", valueName: "factor", visibility: .hidden),
    transform: ReplaySpeed.init(argument:))
  var speed: ReplaySpeed?

  @Option(
    help: ArgumentHelp(
      "The connection of the recording: a number, or HOST:PORT.", valueName: "which", visibility: .hidden),
    transform: ConnectionChoice.init(argument:))
  var connection: ConnectionChoice?

  @OptionGroup var comparison: ComparisonOptions

  /// The first of these that is given.
  var given: String? {
    replayMatch != nil
      ? "--replay-match"
      : speed != nil
        ? "--speed" : connection != nil ? "--connection" : comparison.ignore.isEmpty ? nil : "--ignore"
  }

  private static func match(_ text: String) throws(ValueError) -> MockPlan.Match {
    guard let match = MockPlan.Match(rawValue: text) else { throw ValueError(expected: "order or content") }
    return match
  }
}
