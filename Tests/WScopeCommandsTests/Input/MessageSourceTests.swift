import NIOCore
import SystemCalls
import Testing
import WebSocketWire

@testable import WScopeCommands

@Suite("Where a session's messages come from")
struct MessageSourceTests {
  private static func source(_ prepared: [String] = [], limit: Int = .max) -> MessageSource {
    MessageSource(
      prepared: prepared.map { OutgoingMessage(kind: .text, bytes: Array($0.utf8), origin: "-x") },
      splitter: InputSplitter(framing: .line, kind: .text, limit: 100), limit: limit)
  }

  /// What is there now, and what the source says then.
  private static func drain(_ source: inout MessageSource, most: Int = 10) throws -> [String] {
    var found: [String] = []
    while true {
      switch try source.next(most) {
      case .message(let message):
        if case .bytes(let bytes) = message.content { found.append(HTTPHead.text(bytes[...])) }
      case .run(let run):
        found.append(
          run.pieces.indices.map { index in
            guard case .bytes(let bytes) = run.message(index).content else { return "" }
            return HTTPHead.text(bytes[...])
          }.joined(separator: "+"))
      case .command: found.append("command")
      case .wait: return found + ["wait"]
      case .rest: return found + ["rest"]
      case .end: return found + ["end"]
      }
    }
  }

  private static func block(_ text: String) -> Result<ByteBuffer, ReadError> {
    .success(ByteBuffer(string: text))
  }

  @Test("prepared messages come first, then lines block by block, and an empty block is the end")
  func order() throws {
    var source = Self.source(["a", "b"])
    #expect(source.hasPrepared && source.preparedCount == 2 && source.holdsInput)
    #expect(try Self.drain(&source) == ["a", "b", "wait"])
    try source.append(Self.block("one\ntwo\nthr"))
    #expect(source.holdsInput)
    #expect(try Self.drain(&source) == ["one+two", "wait"])
    try source.append(Self.block("ee\n"))
    #expect(try Self.drain(&source) == ["three", "wait"])
    try source.append(Self.block(""))
    #expect(try Self.drain(&source) == ["end"])
  }

  @Test("a read that failed is thrown, and what came before it stays")
  func failure() throws {
    var source = Self.source()
    try source.append(Self.block("one\n"))
    let error = #expect(throws: ReadError.self) { try source.append(.failure(ReadError(number: EIO))) }
    #expect(error?.number == EIO)
    #expect(try Self.drain(&source) == ["one", "wait"])
  }

  @Test("standard input waits for the end of a script, and what that brings comes first")
  func script() throws {
    var source = Self.source()
    source.prepare([], isScripted: true)
    try source.append(Self.block("line\n"))
    #expect(!source.holdsInput)
    #expect(try Self.drain(&source) == ["rest"])
    source.append(.message(OutgoingMessage(kind: .text, bytes: Array("step".utf8), origin: "--send")))
    #expect(try Self.drain(&source) == ["step", "rest"])
    source.endScript()
    #expect(try Self.drain(&source) == ["line", "wait"])
  }

  @Test("of a limit, and of the most of a run, no message more is given", arguments: [1, 2, 3, 10])
  func limits(most: Int) throws {
    var source = Self.source(limit: 3)
    try source.append(Self.block("a\nb\nc\nd\n"))
    let found = try Self.drain(&source, most: most)
    #expect(found.dropLast().joined(separator: "+") == "a+b+c")
    #expect(found.dropLast().allSatisfy { $0.split(separator: "+").count <= most })
    #expect(found.last == "end")
  }
}
