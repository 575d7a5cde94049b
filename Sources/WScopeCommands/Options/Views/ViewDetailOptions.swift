import ArgumentParser
import WebSocketInspect

/// What of the views few change.
struct ViewDetailOptions: ParsableArguments {
  @Flag(
    help: ArgumentHelp("Show a JSON text with a member or an element a line.", visibility: .hidden))
  var pretty = false

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Show at most this much of a payload (at a prompt: 20 lines).", valueName: "bytes", visibility: .hidden),
    transform: ByteCount.init(argument:))
  var viewBytes: ByteCount?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Show only text, binary, ping, pong, close, client, server, violation (a list with commas).",
      valueName: "words", visibility: .hidden),
    completion: .list(FrameFilter.Word.allCases.map(\.rawValue)), transform: Self.words)
  var only: Set<FrameFilter.Word>?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Show only frames in whose payload this is found.", valueName: "regex", visibility: .hidden))
  var grep: String?

  @Option(help: ArgumentHelp("The time beside a frame.", valueName: "style", visibility: .hidden))
  var time: TimeStyle?

  @Flag(help: ArgumentHelp("Print counts, rates and round trips at the end.", visibility: .hidden))
  var stats = false

  /// The option that is given and asks for views; nil for none.
  var given: String? {
    if pretty { return "--pretty" }
    if viewBytes != nil { return "--view-bytes" }
    return only != nil ? "--only" : grep != nil ? "--grep" : nil
  }

  /// Which frames are shown.
  func filter() throws(Failure) -> FrameFilter {
    var filter = FrameFilter()
    filter.show(only: only ?? [])
    filter.pattern = try grep.map { text throws(Failure) in try Pattern(text, option: "--grep") }
    return filter
  }

  private static func words(_ text: String) throws -> Set<FrameFilter.Word> {
    guard let words = FrameFilter.words(text) else { throw ValueError(expected: FrameFilter.wordList) }
    return words
  }

  /// How much of a payload is shown; nil where it is not said.
  var extent: PayloadExtent? { viewBytes.map { .bytes(Int(clamping: $0.value)) } }
}
