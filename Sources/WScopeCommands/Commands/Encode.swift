import ArgumentParser
import WebSocketInspect
import WebSocketTransport
import WebSocketWire

/// `wscope encode`: the bytes of any frame, legal or not.
struct Encode: ConsoleCommand {
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

  func run(on console: Console) throws {
    guard words == ["-"] else { return try print(FrameSpec(words: words), on: console) }
    let bytes = try FileReader.read("-", limit: 64 << 20, hint: nil)
    if let fault = UTF8Validator.fault(in: bytes.span.bytes) {
      throw Failure(
        .badData, "standard input, byte \(fault.start + 1): this is not UTF-8; hex= takes any bytes")
    }
    for line in bytes.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D }) {
      try print(FrameSpec(words: FrameSpec.words(line: line)), on: console)
    }
  }

  private func print(_ spec: FrameSpec, on console: Console) throws {
    var generator = PooledGenerator()
    let header = spec.header(using: &generator)
    var block: [UInt8] = []
    FrameEncoder.append(header, to: &block)
    // A frame can be long, and its digits take three times as much, so both are made block by block.
    var start = 0
    while true {
      let end = min(start + Self.blockSize, spec.payload.count)
      let piece = spec.payload.span.bytes.extracting(start..<end)
      FrameEncoder.append(piece, of: header, position: UInt64(start), to: &block)
      let isLast = end == spec.payload.count
      switch out {
      case .hex: try console.print(Hex.spaced(block) + (isLast ? "\n" : " "))
      case .raw: try console.print(block)
      }
      if isLast { return }
      start = end
      block.removeAll(keepingCapacity: true)
    }
  }

  /// In bytes.
  private static let blockSize = 1 << 20
}
