import WebSocketCapture
import WebSocketConversation
import WebSocketInspect
import WebSocketWire

/// What `replay` does with a recording and a URL.
struct ReplayChoices {
  let file: String
  let connection: ConnectionChoice?
  let replay: ReplayOptions
  var options: ClientOptions

  func run(_ url: String, _ console: Console) throws { try Runner.run(try plan(url, console)) }

  func plan(_ url: String, _ console: Console) throws -> ClientPlan {
    if options.staying?.reconnect == true || options.staying?.reconnectAttempts != nil {
      throw Failure(.usage, "a replay is of one connection, so --reconnect cannot be combined with it")
    }
    let pace = try replay.pace()
    let comparison = try replay.comparison.comparison()
    var options = options
    // Where nothing is asked for, the differences are alone on a terminal.
    if options.views?.given == nil { options.views?.frames.show = .off }
    let recording = try RecordedConnectionFile.read(
      ChosenRecording(
        path: file, choice: connection, limits: options.endpoint.limits, limit: options.endpoint.held,
        console: console), as: .client, joinsFragments: replay.refragment)
    recording.offer(in: &options.handshake, console)
    return try ClientPlan(
      url: url,
      input: InputPlan(
        messages: [],
        replay: ReplayPlan(
          part: recording.part, pace: pace, limit: replay.timeout.duration, comparison: comparison,
          messageLimit: options.endpoint.held, showsAll: replay.diff,
          style: console.style(options.views.choice, isTerminal: console.outputIsTerminal),
          width: console.outputColumns)),
      end: .expect(0, within: replay.timeout.duration), options: options, console: console)
  }
}
