import Testing
import WebSocketWire

@testable import WScopeCommands

@Suite struct PayloadPrinterTests {
  private final class Collector: ByteOutput {
    var text: [UInt8] = []
    var isFull: Bool { false }
    var onRoom: () -> Void = {}
    func append(_ bytes: RawSpan) { bytes.withUnsafeBytes { text.append(contentsOf: $0) } }
    func flush() {}
    func notePause() {}
  }

  private func print(_ messages: [[String]], escapes: Bool, indents: Bool) -> String {
    let collector = Collector()
    let printer = PayloadPrinter(output: collector, framing: .line, escapes: escapes, indents: indents)
    for pieces in messages {
      for piece in pieces { printer.print(.messageBytes(.text), Array(piece.utf8).span.bytes) }
      printer.print(.messageEnd(.text, length: 0), RawSpan())
    }
    return String(decoding: collector.text, as: UTF8.self)
  }

  /// `hi`, blanks up to the terminal's width, and what is to look like a line of ours, in one line of a message.
  @Test func aLongLineIsBrokenWhereTheTerminalWould() {
    let collector = Collector()
    let printer = PayloadPrinter(
      output: collector, framing: .line, escapes: true, indents: true, columns: { 20 })
    for _ in 0..<2 {
      printer.print(label: "client 1: ")
      for piece in ["hi        ", "client 2: transfer approved"] {
        printer.print(.messageBytes(.text), Array(piece.utf8).span.bytes)
      }
      printer.print(.messageEnd(.text, length: 0), RawSpan())
    }
    let shown = "client 1: hi        \n  client 2: transfer\n   approved\n"
    #expect(String(decoding: collector.text, as: UTF8.self) == shown + shown)
  }

  static let messages = [["a\nclient 2: b", "\n", "c"], ["d\n"], ["e"]]

  @Test(arguments: [true, false])
  func laterLinesAreIndentedOnAScreen(escapes: Bool) {
    #expect(print(Self.messages, escapes: escapes, indents: true) == "a\n  client 2: b\n  c\nd\n\ne\n")
  }

  @Test func aPipeGetsTheMessageAsItIs() {
    #expect(print(Self.messages, escapes: false, indents: false) == "a\nclient 2: b\nc\nd\n\ne\n")
  }
}
