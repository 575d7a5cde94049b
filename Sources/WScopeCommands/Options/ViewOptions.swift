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

  /// What a live command shows: a line a frame on a terminal, nothing in a pipe, unless asked.
  func live(_ console: Console, url: String) throws(Failure) -> ViewConfiguration {
    let onTerminal = console.outputIsTerminal && console.errorIsTerminal && views == nil
    let target = views == nil ? console.errorIsTerminal : views == "-" && console.outputIsTerminal
    let view = show ?? (onTerminal || hex || details.options?.given != nil ? .line : .off)
    var configuration = ViewConfiguration(
      show: view, hex: hex, handshake: handshake, pingPong: showPingPong,
      tellsStory: view != .off && view != .spec,
      unescaped: unescaped, terminal: target ? views == nil ? STDERR_FILENO : STDOUT_FILENO : nil,
      style: console.style(style.choice, isTerminal: target), url: url, showsSecrets: showSecrets)
    try configuration.use(details.options)
    return configuration
  }

  /// Whether payload is written beside the views: not on a terminal that shows it already, nor where views are alone.
  func leavePayload(_ choice: ViewConfiguration, _ console: Console) -> Bool {
    let shareTerminal =
      (choice.show != .off || choice.hex) && console.outputIsTerminal && console.errorIsTerminal
      && views == nil
    return !shareTerminal && views != "-"
  }
}

extension FrameView: ExpressibleByArgument {}

extension ViewConfiguration {
  /// Takes what the rare options say.
  mutating func use(_ details: ViewDetailOptions?) throws(Failure) {
    guard let details else { return }
    filter = try details.filter()
    pretty = details.pretty
    stats = details.stats
    // The words of a frame make it again, so all of them are there.
    if show != .spec, let extent = details.extent { self.extent = extent }
  }
}
