public import ArgumentParser
import SystemCalls
public import WebSocketInspect
import WebSocketWire

/// How frames and handshakes are shown.
struct ViewOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Show frames.", valueName: "view"))
  var show: FrameView?

  @Flag(help: "Show every byte of a frame, masked and unmasked.")
  var hex = false

  @Flag(help: "Show both opening heads and each check on them.")
  var handshake = false

  @Flag(name: [.customShort("P"), .customLong("show-ping-pong")], help: "Show pings and pongs alone.")
  var showPingPong = false

  @Option(
    help: ArgumentHelp("Write views here, not to standard error (-: output).", valueName: "file"),
    completion: .file())
  var views: String?

  @Flag(help: ArgumentHelp("Let the peer's control characters reach a terminal.", visibility: .hidden))
  var unescaped = false

  @Flag(help: "Show passwords and tokens of handshakes, not ***.")
  var showSecrets = false

  @OptionGroup var details: RareOptions<ViewDetailOptions>
  @OptionGroup var style: StyleOptions
}

/// Without options of the group, each has its default.
extension ViewOptions? {
  /// Where views go instead of to standard error; `-` is standard output.
  var path: String? { self?.views }

  var choice: ColorMode { self?.style.choice ?? .auto }

  var unescaped: Bool { self?.unescaped ?? false }

  /// What a live command shows: a line a frame on a terminal, nothing in a pipe, unless asked. `isRedirected`: messages go to a file.
  func live(_ console: Console, isRedirected: Bool = false) throws(Failure) -> ViewConfiguration {
    let onTerminal = console.outputIsTerminal && console.errorIsTerminal && path == nil && !isRedirected
    let target = path == nil ? console.errorIsTerminal : path == "-" && console.outputIsTerminal
    let hex = self?.hex ?? false
    let view = self?.show ?? (onTerminal || hex || self?.details.options?.given != nil ? .line : .off)
    var configuration = ViewConfiguration(
      frames: FrameSelection(show: view, hex: hex, pingPong: self?.showPingPong ?? false),
      payload: PayloadFormat(unescaped: unescaped), handshake: self?.handshake ?? false,
      tellsStory: view != .off && view != .spec,
      terminal: target ? path == nil ? STDERR_FILENO : STDOUT_FILENO : nil,
      style: console.style(choice, isTerminal: target), showsSecrets: self?.showSecrets ?? false)
    try configuration.use(self?.details.options)
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

extension FrameView: ExpressibleByArgument {}

extension ViewConfiguration {
  /// Takes what the rare options say.
  mutating func use(_ details: ViewDetailOptions?) throws(Failure) {
    guard let details else { return }
    frames.filter = try details.filter()
    payload.pretty = details.pretty
    stats = details.stats
    // The words of a frame make it again, so all of them are there.
    if frames.show != .spec, let extent = details.extent { payload.extent = extent }
  }
}
