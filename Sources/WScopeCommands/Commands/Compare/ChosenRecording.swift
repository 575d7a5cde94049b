import WebSocketCapture
import WebSocketInspect
import WebSocketWire

/// Which connection of a recording is read, as `read` reads it, and what of it is held.
struct ChosenRecording: Sendable {
  let path: String
  let choice: ConnectionChoice?
  let limits: Limits
  /// The most bytes of a message.
  let limit: Int
  let console: Console

  /// What sentences call it.
  var name: String { path == "-" ? "standard input" : path }

  /// Reads all frames. Fails as `read` does, where there are several connections and none is chosen, and with the tap's failure.
  func read(into tap: RecordingTap) throws(Failure) {
    let views = ViewConfiguration(
      frames: FrameSelection(show: .off, hex: false), payload: PayloadFormat(), handshake: false,
      tellsStory: false, terminal: nil, style: .plain)
    var plan = ReadPlan(
      views: views, events: nil, choice: choice, isStrict: false, isQuiet: true, limits: limits,
      recording: nil)
    plan.tap = tap
    try ReadRun(plan, console).read([.file(path)])
    if let failure = tap.failure { throw failure }
  }

  /// Says on standard error what is missing of it.
  func tell(of tap: RecordingTap) {
    guard tap.gaps > 0 else { return }
    console.complain(
      "wscope: \(Escaper.line(name)) lacks bytes of the connection in \(Formatting.count(tap.gaps, "place"))\n"
    )
  }
}
