import Testing
import WebSocketInspect
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

  /// A form, and what a text `a`, a binary message `00 ff` and an empty text become.
  static let framings: [(OutputFraming, [UInt8])] = [
    (.line, [0x61, 0x0A, 0, 0xFF, 0x0A]), (.nul, [0x61, 0, 0, 0xFF, 0, 0]), (.raw, [0x61, 0, 0xFF]),
    (.length32, [0, 0, 0, 1, 0x61, 0, 0, 0, 2, 0, 0xFF, 0, 0, 0, 0]),
    (.hex, Array("61\n00ff\n\n".utf8)), (.base64, Array("YQ==\nAP8=\n\n".utf8)),
  ]

  @Test(arguments: framings)
  func everyFormKeepsMessagesApart(framing: OutputFraming, bytes: [UInt8]) throws {
    let collector = Collector()
    let printer = PayloadPrinter(output: collector, framing: framing, escapes: false, indents: false)
    let replies = ReplyReader(ReplyRules(), printer: printer)
    #expect(replies.takesBatches != framing.needsWhole)
    for (kind, pieces) in [(MessageKind.text, [[0x61]]), (.binary, [[0], [0xFF]]), (.text, [])]
      as [(MessageKind, [[UInt8]])]
    {
      for piece in pieces { #expect(try replies.take(.messageBytes(kind), piece.span.bytes) == nil) }
      #expect(try replies.take(.messageEnd(kind, length: 0), RawSpan()) == .one)
    }
    #expect(collector.text == bytes)
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

  @Test func aTerminalShowsTheFirstLinesOfALongMessage() {
    let collector = Collector()
    let printer = PayloadPrinter(
      output: collector, framing: .line, escapes: true, indents: true, columns: { 10 },
      part: .init(extent: .lines(2), hint: "ask"))
    for (count, kind) in [(30, MessageKind.text), (5, .text), (20, .binary)] {
      for _ in 0..<count { printer.print(.messageBytes(kind), ([0x61] as [UInt8]).span.bytes) }
      printer.print(.messageEnd(kind, length: UInt64(count)), RawSpan())
    }
    #expect(
      String(decoding: collector.text, as: UTF8.self) == """
        aaaaaaaaaa
          aaaaaa
          ... 14 of 30 payload bytes are not shown; ask
        aaaaa
        aaaaaaaaaa
          aaaaaa
          ... 4 of 20 payload bytes are not shown; ask

        """)
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

  /// Passes on batches and nothing else.
  private final class BatchSink: EventSink {
    private let printer: PayloadPrinter
    private(set) var count = 0
    let interests = EventInterests.batches

    init(_ printer: PayloadPrinter) { self.printer = printer }

    func handle(_ event: WebSocketEvent, from sender: WebSocketRole, at time: Duration, bytes: RawSpan) {
      guard case .messages(let batch) = event else { return }
      count += batch.completed
      printer.print(batch, bytes)
    }
  }

  private static func doubts(
    _ messages: [(MessageKind, [String])], _ framing: OutputFraming = .line
  ) -> [LineCheck.Doubt] {
    let printer = PayloadPrinter(output: Collector(), framing: framing, escapes: false, indents: false)
    var doubts: [LineCheck.Doubt] = []
    printer.onDoubt = { doubts.append($0) }
    for (kind, pieces) in messages {
      for piece in pieces {
        printer.print(.messageBytes(kind), Array(piece.utf8).span.bytes)
        #expect(doubts.count < 2)
      }
      printer.print(.messageEnd(kind, length: 0), RawSpan())
    }
    return doubts
  }

  /// Messages, and what is told of their lines.
  static let doubtful: [([(MessageKind, [String])], [LineCheck.Doubt])] = [
    ([(.text, ["a"]), (.text, []), (.text, ["b"])], []), ([(.binary, ["a\n"]), (.binary, ["b"])], []),
    ([(.text, ["a"]), (.text, ["b", "\n", "c\n"]), (.text, ["\n"])], [.newline]),
    ([(.text, ["a"]), (.binary, ["b"]), (.text, ["c\n"])], [.kind]), ([(.binary, []), (.text, [])], [.kind]),
    ([(.text, ["a\n"]), (.binary, ["b"])], [.newline]), ([(.text, ["a\n", "b\n"])], []),
    ([(.text, ["a\n"]), (.text, [])], [.newline]),
  ]

  @Test(arguments: doubtful)
  func whatMakesLinesNoMessagesIsToldOnce(
    messages: [(MessageKind, [String])], doubts: [LineCheck.Doubt]
  ) { #expect(Self.doubts(messages) == doubts) }

  @Test func aNulIsToldWhereNulsEndMessages() {
    #expect(Self.doubts([(.text, ["a"]), (.binary, ["b", "\0"]), (.text, ["c"])], .nul) == [.nul])
    #expect(Self.doubts([(.text, ["a\n"]), (.binary, ["b"])], .nul).isEmpty)
  }

  /// Told after the message, so that where both go to one place nothing is inside it.
  @Test func itIsToldAfterTheMessage() {
    let collector = Collector()
    let printer = PayloadPrinter(output: collector, framing: .line, escapes: false, indents: false)
    printer.onDoubt = { _ in collector.append("told") }
    printer.print(.messageEnd(.text, length: 0), RawSpan())
    printer.print(.messageBytes(.text), Array("a\nb".utf8).span.bytes)
    printer.print(.messageBytes(.text), Array("c".utf8).span.bytes)
    printer.print(.messageEnd(.text, length: 4), RawSpan())
    #expect(String(decoding: collector.text, as: UTF8.self) == "\na\nbc\ntold")
  }

  /// Frames of one batch, as they come: a message of 10 bytes has a newline's byte in its header.
  @Test(arguments: [
    (["0123456789", "a"], []), (["0123456789", "", "a\n"], [LineCheck.Doubt.newline]), (["", ""], []),
    (["\n"], []), (["\n", ""], [.newline]),
  ])
  func aBatchIsLookedInto(messages: [String], doubts: [LineCheck.Doubt]) throws {
    let printer = PayloadPrinter(output: Collector(), framing: .line, escapes: false, indents: false)
    var found: [LineCheck.Doubt] = []
    printer.onDoubt = { found.append($0) }
    let sink = BatchSink(printer)
    var observer = Observer()
    let frames: [UInt8] = messages.flatMap { [0x81, UInt8(clamping: $0.utf8.count)] + Array($0.utf8) }
    observer.receive(frames.span.bytes, from: .server, into: sink)
    #expect(sink.count == messages.count)
    #expect(found == doubts)
  }
}
