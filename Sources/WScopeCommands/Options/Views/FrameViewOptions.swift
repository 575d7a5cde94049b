public import ArgumentParser
public import WebSocketInspect

/// How frames are shown, wherever they come from: a live connection, a capture, or bytes that were kept.
struct FrameViewOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Show frames.", valueName: "view"))
  var show: FrameView?

  @Flag(help: "Show every byte of a frame, masked and unmasked.")
  var hex = false

  @Flag(help: ArgumentHelp("Let control characters of payloads reach a terminal.", visibility: .hidden))
  var unescaped = false

  @OptionGroup var details: RareOptions<ViewDetailOptions>
  @OptionGroup var style: StyleOptions

  /// The option that is given and asks for views; nil for none.
  var given: String? {
    if let show, show != .off { return "--show" }
    return hex ? "--hex" : details.options?.given
  }

  /// Whether what passes is counted, and shown at the end.
  var stats: Bool { details.options?.stats == true }

  /// What is shown on standard output of what others have sent; `usual` is the view where none is asked for.
  func offline(
    _ console: Console, show usual: FrameView, heads: HandshakeViewOptions? = nil, time: TimeStyle = .rel
  ) throws(Failure) -> ViewConfiguration {
    let view = show ?? usual
    var configuration = ViewConfiguration(
      frames: FrameSelection(show: hex && view == .off ? .line : view, hex: hex),
      payload: PayloadFormat(unescaped: unescaped), handshake: heads?.handshake ?? false,
      tellsStory: view != .off && view != .spec || hex, time: time,
      terminal: console.outputIsTerminal ? console.output : nil,
      style: console.style(style.choice, isTerminal: console.outputIsTerminal),
      showsSecrets: heads?.showSecrets ?? false)
    try configuration.use(details.options)
    return configuration
  }
}

extension FrameView: ExpressibleByArgument {}
