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

  @OptionGroup(title: "Views") var views: FrameViewOptions
  @OptionGroup var eventOptions: EventOptions
  @OptionGroup(title: "Limits") var limits: LimitOptions
  @OptionGroup(title: "Limits") var limitDetails: RareOptions<LimitDetailOptions>

  func run(on console: Console) throws {
    if !words.isEmpty, file != nil {
      throw Failure(.usage, "frames are given both as arguments and as a file")
    }
    let events = try eventOptions.plan(
      besides: views.given ?? (views.stats ? "--stats" : nil), showsSecrets: false, limit: EventPlan.clientLimit)
    let run = DecodeRun(
      role: role.role, limits: limits.limits(limitDetails), deflate: try agreed(),
      views: try views.offline(console, show: .line), console: console, events: events.map { _ in DecodeEvents() })
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
