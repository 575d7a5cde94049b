import ArgumentParser
import SystemCalls
import WebSocketInspect
import WebSocketWire

/// How frames and handshakes of a live connection are shown.
struct ViewOptions: ParsableArguments {
  @OptionGroup var frames: FrameViewOptions
  @OptionGroup var heads: HandshakeViewOptions

  @Flag(name: [.customShort("P"), .customLong("show-ping-pong")], help: "Show pings and pongs alone.")
  var showPingPong = false

  @Option(
    help: ArgumentHelp("Write views here, not to standard error (-: output).", valueName: "file"),
    completion: .file())
  var views: String?

  /// The option that is given and asks for views; nil for none.
  var given: String? {
    frames.given ?? heads.given ?? (showPingPong ? "--show-ping-pong" : nil)
  }
}

/// Without options of the group, each has its default.
extension ViewOptions? {
  /// Where views go instead of to standard error; `-` is standard output.
  var path: String? { self?.views }

  var choice: ColorMode { self?.frames.style.choice ?? .auto }

  var unescaped: Bool { self?.frames.unescaped ?? false }

  /// What a live command shows: a line a frame on a terminal, nothing in a pipe, unless asked. `isRedirected`: messages go to a file.
  func live(_ console: Console, isRedirected: Bool = false) throws(Failure) -> ViewConfiguration {
    let onTerminal = console.outputIsTerminal && console.errorIsTerminal && path == nil && !isRedirected
    let target = path == nil ? console.errorIsTerminal : path == "-" && console.outputIsTerminal
    let hex = self?.frames.hex ?? false
    let details = self?.frames.details.options
    let isAsked = hex || self?.heads.verbose == true || details?.given != nil
    let view = self?.frames.show ?? (onTerminal || isAsked ? .line : .off)
    var configuration = ViewConfiguration(
      frames: FrameSelection(show: view, hex: hex, pingPong: self?.showPingPong ?? false),
      payload: PayloadFormat(unescaped: unescaped), handshake: self?.heads.handshake ?? false,
      tellsStory: view != .off && view != .spec,
      terminal: target ? path == nil ? STDERR_FILENO : STDOUT_FILENO : nil,
      style: console.style(choice, isTerminal: target), showsSecrets: self?.heads.showSecrets ?? false)
    try configuration.use(details)
    return configuration
  }

  /// Whether payload is written beside the views: not on a terminal that shows it already, nor where views are alone.
  func leavePayload(_ choice: ViewConfiguration, _ console: Console) -> Bool {
    let shareTerminal =
      (choice.frames.show != .off || choice.frames.hex) && console.outputIsTerminal && console.errorIsTerminal
      && path == nil
    return !shareTerminal && path != "-"
  }
}

extension ViewConfiguration {
  /// Takes what the rare options say.
  mutating func use(_ details: ViewDetailOptions?) throws(Failure) {
    guard let details else { return }
    frames.filter = try details.filter()
    payload.pretty = details.pretty
    stats = details.stats
    if let time = details.time { self.time = time }
    // The words of a frame make it again, so all of them are there.
    if frames.show != .spec, let extent = details.extent { payload.extent = extent }
  }
}
