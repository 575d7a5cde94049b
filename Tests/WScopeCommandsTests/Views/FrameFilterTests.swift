import Testing
import WebSocketInspect
import WebSocketTransport
import WebSocketWire

@testable import WScopeCommands

@Suite("Which frames are shown")
struct FrameFilterTests {
  private static func frame(
    _ opcode: Opcode, _ payload: String = "", from sender: WebSocketRole = .server, number: UInt64 = 1,
    continuesText: Bool = false, isWrong: Bool = false
  ) -> FrameRecord {
    var frame = FrameRecord(
      header: FrameHeader(opcode: opcode, payloadLength: UInt64(payload.utf8.count)), sender: sender,
      number: number, offset: 0, payload: Array(payload.utf8))
    frame.continuesText = continuesText
    if isWrong {
      frame.violations = [
        Violation(.reservedBits, frameOffset: 0, range: 0..<1, evidence: [], words: "words")
      ]
    }
    return frame
  }

  /// One frame of each kind, in the order of their numbers.
  private static let frames = [
    frame(.text, "one"), frame(.binary, "two", from: .client),
    frame(.continuation, "three", continuesText: true),
    frame(.continuation, "four"), frame(.ping, "five", from: .client), frame(.pong, "six"),
    frame(.close, "\u{3}seven"),
    frame(Opcode(rawValue: 3), "eight", isWrong: true), frame(.text, "nine", from: .client, isWrong: true),
  ]

  private static func shown(only words: String, grep: String? = nil) throws -> [Int] {
    var filter = FrameFilter()
    filter.show(only: words.isEmpty ? [] : try #require(FrameFilter.words(words)))
    filter.pattern = try grep.map { try Pattern($0, option: "--grep") }
    return zip(1..., frames).filter { filter.judge($1) == .shown }.map(\.0)
  }

  /// Words, an expression, and the frames that are shown.
  static let cases: [(String, String?, [Int])] = [
    ("", nil, Array(1...9)), ("text", nil, [1, 3, 9]), ("binary", nil, [2, 4]), ("ping", nil, [5]),
    ("pong", nil, [6]),
    ("close", nil, [7]), ("client", nil, [2, 5, 9]), ("server", nil, [1, 3, 4, 6, 7, 8]),
    ("client,server", nil, Array(1...9)), ("violation", nil, [8, 9]), ("violation,client", nil, [9]),
    ("text,ping,client", nil, [5, 9]), ("close,violation", nil, [7, 8, 9]), ("", "e$", [1, 3, 5, 9]),
    ("server", "e$", [1, 3]), ("ping", "one", []), ("", "^$", []),
  ]

  @Test(arguments: cases)
  func kindsSendersAndTheExpressionHaveToFit(words: String, grep: String?, shown: [Int]) throws {
    #expect(try Self.shown(only: words, grep: grep) == shown)
  }

  @Test(arguments: ["texts", "text,", ",text", "text client", "TEXT", ","])
  func whatIsNoWordIsRefused(text: String) { #expect(FrameFilter.words(text) == nil) }

  @Test func aFrameOnWhichTheExpressionIsGivenUpIsShown() throws {
    var filter = FrameFilter()
    filter.pattern = try Pattern("^(a+)+$", option: "--grep")
    let words = "--grep was given up on a message of 61 bytes: match limit exceeded"
    #expect(filter.judge(Self.frame(.text, String(repeating: "a", count: 60) + "b")) == .undecided(words))
  }

  private static func view(_ words: Set<FrameFilter.Word>) -> (LiveView, WrittenText) {
    let page = WrittenText()
    var options = ViewConfiguration(
      frames: FrameSelection(show: .line), tellsStory: false, style: .plain)
    options.frames.filter.show(only: words)
    return (LiveView(output: page, options: options, role: .client, clock: RunClock()), page)
  }

  @Test func aViewCountsTimeFromTheFrameThatItShowedLast() {
    let (view, page) = Self.view([.text])
    for (time, frame) in [(0, Self.frames[0]), (40, Self.frames[3]), (100, Self.frames[0])] {
      view.receive(TraceRecord(connection: 1, time: .milliseconds(time), event: .frame(frame)))
    }
    #expect(
      page.text.split(separator: "\n").map { $0.suffix(7) } == ["[81 03]", "  one", "+100 ms", "  one"])
  }

  @Test(arguments: [
    ([FrameFilter.Word.text], false), ([.violation, .text], true), ([.client], true), ([], true),
  ])
  func whatIsWrongOutsideOfFramesIsAViolationToo(words: [FrameFilter.Word], isShown: Bool) {
    let (view, page) = Self.view(Set(words))
    let violation = Violation(.dataAfterClose, frameOffset: 9, range: 0..<1, evidence: [], words: "words")
    view.receive(TraceRecord(connection: 1, time: .zero, event: .violation(violation)))
    #expect(page.text.contains("data-after-close") == isShown)
  }
}
