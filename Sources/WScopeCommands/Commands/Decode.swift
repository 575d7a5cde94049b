public import ArgumentParser
import WebSocketCapture
public import WebSocketInspect
import WebSocketWire

/// `wscope decode`: frames out of bytes that were kept, without a network.
struct Decode: ConsoleCommand {
  static let configuration = CommandConfiguration(
    commandName: "decode",
    abstract: "Show the frames in bytes, and each rule they break.",
    usage: "wscope decode [options] [HEX ...]",
    discussion:
      "Reads its arguments, a file, or standard input. wscope decode --help-all has every option.")

  @Argument(
    help: ArgumentHelp("Hex, spelled 81 05, 0x81,0x05 or \\x81\\x05, or a dump.", valueName: "hex"))
  var words: [String] = []

  @Option(
    parsing: .unconditional, help: ArgumentHelp("Read this file (-: standard input).", valueName: "file"),
    completion: .file())
  var file: String?

  @Option(help: ArgumentHelp("How the bytes are spelled.", valueName: "form"))
  var from = ByteNotation.auto

  @Option(
    help: ArgumentHelp("Who sent the frames (any: each by its MASK bit).", valueName: "role")
  )
  var role = SenderChoice.any

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Inflate: on, or the parameters of the answer.", valueName: "choice"),
    transform: DeflateChoice.init(argument:))
  var deflate: DeflateChoice?

  @OptionGroup(title: "Views") var views: FrameViewOptions
  @OptionGroup(title: "Views") var heads: HandshakeViewOptions
  @OptionGroup var eventOptions: EventOptions
  @OptionGroup var silence: QuietOptions
  @OptionGroup(title: "Limits") var limits: LimitOptions
  @OptionGroup(title: "Limits") var limitDetails: RareOptions<LimitDetailOptions>

  func run(on console: Console) throws {
    if !words.isEmpty, file != nil {
      throw Failure(.usage, "frames are given both as arguments and as a file")
    }
    let shownOption = views.given ?? heads.given ?? (views.stats ? "--stats" : nil)
    try silence.check(besides: shownOption ?? (eventOptions.isGiven ? "--json" : nil))
    let events = try eventOptions.plan(
      besides: shownOption, showsSecrets: heads.showSecrets, limit: EventPlan.clientLimit)
    let shown = try views.offline(console, show: silence.quiet ? .off : .line, heads: heads)
    let run = DecodeRun(
      DecodePlan(
        role: role.role, limits: limits.limits(limitDetails), deflate: try agreed(),
        usesHeads: deflate == nil, views: shown, isQuiet: silence.quiet), console,
      events: events.map { DecodeEvents(showsSecrets: $0.showsSecrets) })
    var capture: CaptureSource?
    do throws(Failure) {
      let opened = words.isEmpty ? try OpenedFile(file ?? "-") : nil
      if let opened, from == .auto, try isCapture(opened) {
        capture = .opened(opened)
      } else if let opened, from == .raw {
        try opened.blocks { block throws(Failure) in try run.take(block) }
      } else {
        switch try decoded(opened) {
        case .capture(let bytes): capture = .pasted(bytes, name)
        case .frames(let frames, let heads):
          if !heads.isEmpty { run.takeHeads(heads) }
          try run.take(frames)
        }
      }
      if capture == nil { try run.end() }
    } catch {
      try run.failed(error)
    }
    if let capture { try read(capture, shown, events, console) }
  }

  /// Shows the connections of a capture or a recording as `wscope read` does, with a status that says whether a rule was broken.
  private func read(
    _ capture: CaptureSource, _ views: ViewConfiguration, _ events: EventPlan?, _ console: Console
  ) throws(Failure) {
    let option: String? =
      role != .any ? "--role" : deflate == nil ? nil : "--deflate"
    if let option {
      throw Failure(
        .usage, "a capture says who sent its frames and how, so \(option) cannot be combined with it")
    }
    let plan = ReadPlan(
      views: views,
      events: events.map {
        EventPlan(frames: true, showsSecrets: $0.showsSecrets, messageLimit: $0.messageLimit)
      }, isStrict: true, isQuiet: silence.quiet, limits: limits.limits(limitDetails))
    try ReadRun(plan, console).read([capture])
  }

  /// Whether it is for `wscope read`, and no bytes of frames.
  private func isCapture(_ file: OpenedFile) throws(Failure) -> Bool {
    if CaptureReader.recognizes(file.head) { return true }
    return try RecordingFormat(file, isCertain: true) != nil
  }

  /// How the two sides compress.
  private func agreed() throws(Failure) -> NegotiatedDeflate? {
    guard let terms = deflate?.terms else { return nil }
    guard let answer = terms.first, terms.count == 1 else {
      throw Failure(.usage, "--deflate: the parameters of one answer are expected, without commas")
    }
    return NegotiatedDeflate(answer: answer)
  }

  /// What the input is called in sentences.
  private var name: String {
    words.isEmpty ? (file ?? "-") == "-" ? "standard input" : file ?? "" : "the arguments"
  }

  private func decoded(_ file: OpenedFile?) throws(Failure) -> PastedBytes {
    let bytes =
      if let file {
        try FileReader.whole(
          file, limit: limits.held, hint: "raw bytes of any length pass with --from raw")
      } else { Array(words.joined(separator: " ").utf8) }
    do {
      return try from.readPasted(bytes)
    } catch {
      throw Failure(
        .badData, "\(name): \(Escaper.line(error.sentence))",
        hint: error.mayBeRaw ? "--from raw reads the bytes as they are" : nil)
    }
  }
}

extension ByteNotation: ExpressibleByArgument {}
