import WebSocketInspect
import WebSocketWire

/// What a prompt needs to know from the arguments.
struct PromptSettings {
  let role: WebSocketRole
  /// The kind of a message that is typed.
  let kind: MessageKind
  /// How such a message is written.
  let spelling: MessageSpelling
  /// The most bytes of a message that is held.
  let limit: Int
  var views: ViewConfiguration
  /// How much is shown of a message that is printed on the terminal by itself.
  let extent: PayloadExtent
  /// That of the prompt itself.
  let style: TextStyle
  /// The terminal to draw on, 1 or 2.
  let terminal: Int32
  /// Whether messages go to standard output, which is not a terminal.
  let printsToOutput: Bool
  /// Where views go instead of to the terminal.
  let viewDescriptor: Int32?
  /// The name of the history's file.
  let historyName: String
  /// What `--history` says: a file for all connections, or `none`.
  let historyChoice: String?

  /// The history's file for a connection of this name; nil for none.
  func historyPath(_ name: String) -> String? {
    guard let historyChoice else { return HistoryPath.path(name) }
    return historyChoice == "none" ? nil : HistoryPath.expanded(historyChoice)
  }
}

extension PromptSettings {
  /// How many lines of the terminal are shown of a payload.
  private static let shownLines = 20
  /// What shows all of a payload.
  static let hint = "/last shows all"

  /// A prompt on the terminal of the console: a line a frame, and of long payloads the beginning, unless other views are asked for.
  init(
    _ options: ViewOptions?, role: WebSocketRole, kind: MessageKind,
    spelling: MessageSpelling = MessageSpelling(), limit: Int, historyName: String,
    history: String? = nil, _ console: Console
  ) throws(Failure) {
    if options?.frames.stats == true {
      throw Failure(.usage, "--stats counts to the end of a run: at a prompt /stats shows what was counted")
    }
    let path = options.path
    let isOnTerminal = path == nil || path == "-" && console.outputIsTerminal
    let prompt = console.style(options.choice, isTerminal: true)
    var views = ViewConfiguration(
      frames: FrameSelection(
        show: options?.frames.show ?? .line, hex: options?.frames.hex ?? false,
        pingPong: options?.showPingPong ?? false),
      payload: PayloadFormat(
        unescaped: options.unescaped, breaksLines: true,
        extent: isOnTerminal ? .lines(Self.shownLines) : .bytes(SessionTrace.payloadLimit),
        hint: isOnTerminal ? Self.hint : nil),
      handshake: options?.heads.handshake ?? false, tellsStory: true,
      terminal: isOnTerminal ? console.terminal : nil,
      style: isOnTerminal ? prompt : console.style(options.choice, isTerminal: false),
      showsSecrets: options?.heads.showSecrets ?? false)
    try views.use(options?.frames.details.options)
    self.init(
      role: role, kind: kind, spelling: spelling, limit: limit, views: views,
      extent: options?.frames.details.options?.extent ?? .lines(Self.shownLines),
      style: prompt, terminal: console.terminal, printsToOutput: !console.outputIsTerminal && path != "-",
      viewDescriptor: isOnTerminal
        ? nil : try path.map { path throws(Failure) in try RunOutputs.Files.views(path) },
      historyName: historyName, historyChoice: history)
  }
}
