import ArgumentParser
import WebSocketInspect
import WebSocketTransport
import WebSocketWire

/// `wscope encode`: the bytes of any frame, legal or not.
struct Encode: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "encode",
    abstract: "Print the bytes of any frame, legal or not.",
    usage: "wscope encode [options] WORD ...",
    discussion: """
      The grammar, each word at most once: fin=0|1 rsv=000..111 op=0x0..0xF|text|binary|continuation|close|ping|pong \
      mask=HEX|random|none len=7|16|64 claim=N text=...|hex=...|base64=... \
      A lone - reads one such line for each frame from standard input.
      """)

  enum Form: String, CaseIterable, ExpressibleByArgument {
    case hex, raw
  }

  @Option(help: ArgumentHelp("How to print.", valueName: "form"))
  var out = Form.hex

  @Argument(
    help: ArgumentHelp("name=value; a lone - reads lines of them from input.", valueName: "word"),
    completion: .list(FrameSpec.keys.map { "\($0)=" }))
  var words: [String] = []

  func run() throws {
    let console = Console()
    var generator = PooledGenerator()
    for words in try lines() {
      let bytes = try FrameSpec(words: words).encode(using: &generator)
      switch out {
      case .hex: try console.print(Hex.spaced(bytes) + "\n")
      case .raw: try console.print(bytes)
      }
    }
  }

  private func lines() throws -> [[String]] {
    guard words == ["-"] else { return [words] }
    let bytes = try FileReader.read("-", limit: 64 << 20, hint: nil)
    return try String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline).map {
      try FrameSpec.words(line: String($0))
    }
  }
}
