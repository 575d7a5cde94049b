import Foundation
import Testing

@Suite("wscope encode", .gated)
struct EncodeTests {
  /// A frame in the grammar, and its bytes in hex.
  static let frames = [
    ("text=hello", "810568656c6c6f"), ("op=0x1 mask=37fa213d text=hello", "818537fa213d5f9f4d5158"),
    ("fin=0 op=0x1 text=Hel", "010348656c"), ("op=0x2 hex=00ff", "820200ff"), ("op=0x8 hex=03e8", "880203e8"),
    ("op=0x9", "8900"), ("rsv=100 op=0x3 text=a", "c30161"),
    ("op=0x1 len=16 text=hello", "817e000568656c6c6f"),
    ("op=0x1 len=64 text=hi", "817f00000000000000026869"), ("op=0x1 claim=5 text=hi", "81056869"),
    ("op=0x2 base64=AAEC", "8203000102"), ("fin=0 rsv=111 op=0xf mask=none", "7f00"),
  ]

  @Test(arguments: frames)
  func writesAnyFrame(specification: String, hex: String) async throws {
    let words = specification.split(separator: " ").map(String.init)
    let outcome = try await Program.run(["encode"] + words)
    outcome.expect(status: 0)
    #expect(outcome.text.filter { !$0.isWhitespace } == hex, "\(outcome.text)")
    let raw = try await Program.run(["encode", "--out", "raw"] + words)
    raw.expect(status: 0)
    #expect(raw.output.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined() == hex)
  }

  @Test(arguments: frames.map(\.1) + ["827e00806161", "8a057061796c61"])
  func isTheInverseOfDecodeShowSpec(hex: String) async throws {
    let decoded = try await Program.run("decode", "--show", "spec", hex)
    let lines = decoded.lines
    var again = ""
    for line in lines {
      let encoded = try await Program.run(["encode"] + Self.words(String(line)))
      encoded.expect(status: 0)
      again += encoded.text.filter { !$0.isWhitespace }
    }
    #expect(again == hex, "\(decoded.text) \(decoded.errors)")
  }

  @Test(arguments: ["fin=1 rsv=000 op=0x1 mask=37fa213d len=7 text=hello", "op=0x2 mask=00000001 hex=0001"])
  func isTheIdentity(specification: String) async throws {
    let bytes = try await Program.run(["encode"] + Self.words(specification))
    let once = try await Program.run(["decode", "--show", "spec"], input: .bytes(bytes.output))
    once.expect(status: 0)
    let again = try await Program.run(["encode"] + Self.words(once.text))
    #expect(again.text == bytes.text)
    let twice = try await Program.run(["decode", "--show", "spec"], input: .bytes(again.output))
    #expect(twice.text == once.text && once.lines.count == 1, "\(once.text) \(twice.text)")
  }

  @Test func keepsSpacesAndLinesInText() async throws {
    let encoded = try await Program.run("encode", "text=two words\nand \"a\" line\\")
    let spelled = try await Program.run(["decode", "--show", "spec"], input: .bytes(encoded.output))
    spelled.expect(status: 0)
    #expect(spelled.lines.count == 1, "\(spelled.text)")
    let file = try TemporaryFolder()
    let script = try file.file("encode.sh", Data("exec \"$1\" encode \(spelled.text)".utf8))
    let again = try await Peer.launch("sh", [script, Program.path]).outcome()
    #expect(again.text == encoded.text, "\(spelled.text) \(again.errors)")
  }

  @Test func drawsARandomKey() async throws {
    let first = try await Program.run("encode", "mask=random", "text=hello")
    let second = try await Program.run("encode", "mask=random", "text=hello")
    #expect(first.text != second.text)
    let decoded = try await Program.run(["decode", "--role", "client"], input: .bytes(first.output))
    decoded.expect(status: 0)
    #expect(decoded.text.contains("hello"))
  }

  @Test(arguments: [
    "op=16", "fin=2", "rsv=12", "mask=37fa", "len=8", "hex=0", "base64=*", "nonsense", "what=1",
  ])
  func refusesAWrongWord(word: String) async throws {
    let outcome = try await Program.run("encode", word)
    outcome.expectFailure(64, saying: String(word.prefix { $0 != "=" }))
    #expect(outcome.output.isEmpty)
  }

  private static func words(_ line: String) -> [String] {
    line.split(whereSeparator: \.isWhitespace).map(String.init)
  }
}
