public import ArgumentParser
public import WebSocketInspect
import WebSocketWire

/// `wscope decode`: frames out of bytes that someone has kept, without a network.
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
  var deflate = DeflateChoice.off

  @Option(help: ArgumentHelp("How a frame is shown.", valueName: "view"))
  var show = FrameView.line

  @Flag(help: "Show every byte of a frame, masked and unmasked.")
  var hex = false

  @Flag(help: "Print frames and messages as JSON Lines.")
  var json = false

  @OptionGroup(title: "Limits") var limits: LimitOptions
  @OptionGroup(title: "Limits") var limitDetails: RareOptions<LimitDetailOptions>
  @Flag(help: "Let control characters in payloads reach a terminal.")
  var unescaped = false

  @OptionGroup var views: RareOptions<ViewDetailOptions>
  @OptionGroup var style: StyleOptions

  func run(on console: Console) throws {
    if !words.isEmpty, file != nil {
      throw Failure(.usage, "frames are given both as arguments and as a file")
    }
    if json, show != .line || hex {
      throw Failure(.usage, "--json has all that views show, so --show and --hex cannot be combined with it")
    }
    if json, let option = views.options?.given {
      throw Failure(.usage, "--json has all that views show, so \(option) cannot be combined with it")
    }
    let counts = views.options?.stats == true
    if json, counts {
      throw Failure(.usage, "--json ends with what --stats counts, so the two cannot be combined")
    }
    let painted = console.style(style.choice, isTerminal: console.outputIsTerminal)
    var renderer = FrameRenderer(
      view: show, hex: hex, style: painted, unescaped: unescaped,
      width: console.outputColumns, pretty: views.options?.pretty == true)
    // The words of a frame make it again, so all of them are there.
    if show != .spec { renderer.payloadFormat.extent = views.options?.extent }
    let filter = try views.options?.filter() ?? FrameFilter()
    let run = DecodeRun(
      role: role.role, limits: limits.limits(limitDetails), deflate: try agreed(), renderer: renderer,
      filter: filter, style: painted,
      console: console, events: json ? DecodeEvents() : nil,
      statistics: counts ? RunStatistics(role: .client) : nil)
    do throws(Failure) {
      if from == .raw, words.isEmpty {
        try FileReader.blocks(file ?? "-") { block throws(Failure) in try run.take(block) }
      } else {
        try run.take(try decoded(console))
      }
      try run.end()
    } catch {
      try run.failed(error)
    }
  }

  /// How the two sides compress.
  private func agreed() throws(Failure) -> NegotiatedDeflate? {
    guard let terms = deflate.terms else { return nil }
    guard let answer = terms.first, terms.count == 1 else {
      throw Failure(.usage, "--deflate: the parameters of one answer are expected, without commas")
    }
    return NegotiatedDeflate(answer: answer)
  }

  private func decoded(_ console: Console) throws(Failure) -> [UInt8] {
    let name = words.isEmpty ? (file ?? "-") == "-" ? "standard input" : file ?? "" : "the arguments"
    let bytes =
      words.isEmpty
      ? try FileReader.read(
        file ?? "-", limit: limits.held, hint: "raw bytes of any length pass with --from raw")
      : Array(words.joined(separator: " ").utf8)
    do {
      return try from.readFrames(bytes) { heads in
        let sentence =
          "wscope: passed over \(Formatting.bytes(UInt64(heads))) of HTTP; offsets count from the first frame"
        console.complain(
          LineFolder.fold([sentence], width: console.errorColumns).map { $0 + "\n" }.joined())
      }
    } catch {
      throw Failure(
        .badData, "\(name): \(Escaper.line(error.sentence))",
        hint: error.mayBeRaw ? "--from raw reads the bytes as they are" : nil)
    }
  }
}

extension ByteNotation: ExpressibleByArgument {}
