import Testing
import WebSocketWire
import WireTestSupport

@testable import WebSocketInspect

@Suite("How much of a payload is shown")
struct PayloadExtentTests {
  private static func count(_ text: String, _ extent: PayloadExtent, width: Int? = 20) -> Int {
    Array(text.utf8).withUnsafeBytes { extent.count(ofText: $0, width: width) }
  }

  @Test func bytesEndBeforeAScalarThatTheyWouldCut() {
    #expect([0, 1, 2, 3, 4, 5, 6, 9].map { Self.count("aä€b", .bytes($0)) } == [0, 1, 1, 3, 3, 3, 6, 7])
    #expect(Self.count("\u{10FFFF}", .bytes(3)) == 0)
  }

  @Test func linesAreAsWideAsTheTerminal() {
    let text = String(repeating: "x", count: 100)
    #expect((1...6).map { Self.count(text, .lines($0)) } == [18, 36, 54, 72, 90, 100])
    #expect(Self.count(text, .lines(1), width: nil) == 78)
  }

  @Test func linesOfTheTextCountAndSoDoEscapes() {
    #expect(Self.count("a\nb\nc\n", .lines(2)) == 3)
    #expect(Self.count("a\nb\nc", .lines(3)) == 5 && Self.count("a\nb\nc\n", .lines(3)) == 6)
    #expect(Self.count(String(repeating: "\u{1}", count: 9), .lines(1)) == 4)
  }

  @Test func aTerminalOfNoWidthStillShowsSomething() {
    #expect(Self.count("abcdef", .lines(1), width: 0) == 4)
  }

  @Test func aDumpHasRowsOf16() {
    #expect(PayloadExtent.lines(20).count(ofDump: 5000, linesPerRow: 1) == 320)
    #expect(PayloadExtent.lines(20).count(ofDump: 5000, linesPerRow: 2) == 160)
    #expect(PayloadExtent.lines(20).count(ofDump: 300, linesPerRow: 1) == 300)
    #expect(PayloadExtent.bytes(7).count(ofDump: 300, linesPerRow: 1) == 7)
  }

  @Test func piecesAreCountedAsOneText() throws {
    try withSeed { generator in
      for _ in 0..<200 {
        // Pieces end where they may, so only a text of single bytes is cut at the same place.
        let text = (0..<300).map { _ in generator.pick(Array("abc \n\t\u{1}".utf8)) ?? 0 }
        let extent = generator.pick([PayloadExtent.bytes(120), .lines(5), .lines(40)]) ?? .bytes(0)
        var meter = PayloadMeter(extent, width: 30)
        let sum = generator.pieces(of: text).reduce(0) { $0 + $1.withUnsafeBytes { meter.take($0) } }
        var other = PayloadMeter(extent, width: 30)
        #expect(sum == text.withUnsafeBytes { other.take($0) })
      }
    }
  }

  @Test(arguments: [FrameView.line, .tree])
  func aFrameTellsWhatIsNotShown(view: FrameView) throws {
    let frame = try #require(records("810c 48656c6c6f 0a776f726c6421", from: .server).first)
    var renderer = FrameRenderer(view: view, hex: false, style: .plain)
    renderer.payloadFormat.extent = .bytes(5)
    #expect(renderer.render(frame).hasSuffix("Hello\n  ... 7 more payload bytes are not shown\n"))
    renderer.payloadFormat.hint = "ask"
    #expect(renderer.render(frame).hasSuffix("Hello\n  ... 7 of 12 payload bytes are not shown; ask\n"))
    renderer.payloadFormat.extent = .bytes(12)
    #expect(!renderer.render(frame).contains("not shown"))
  }

  @Test func aFrameThatWasNotKeptWholeGivesNoHint() throws {
    let frame = try #require(records("810c 48656c6c6f 0a776f726c6421", from: .server, keep: 9).first)
    var renderer = FrameRenderer(view: .line, hex: false, style: .plain)
    (renderer.payloadFormat.extent, renderer.payloadFormat.hint) = (.bytes(5), "ask")
    #expect(renderer.render(frame).hasSuffix("Hello\n  ... 7 more payload bytes are not shown\n"))
  }
}
