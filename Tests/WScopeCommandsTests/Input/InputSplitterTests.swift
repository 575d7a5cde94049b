import Testing
import WebSocketWire

@testable import WScopeCommands

@Suite("Standard input cut into messages")
struct InputSplitterTests {
  /// The messages of all runs; `blocks` come one after the other, and then the end.
  private static func messages(
    _ blocks: [String], _ framing: InputFraming, most: Int, limit: Int = 100
  ) throws -> [(bytes: String, origin: String)] {
    var splitter = InputSplitter(framing: framing, kind: .text, limit: limit)
    var all: [(String, String)] = []
    for block in blocks + [""] {
      splitter.append { $0 += Array(block.utf8) }
      while let run = try splitter.next(most) {
        #expect(run.pieces.count <= most)
        for index in run.pieces.indices {
          let message = run.message(index)
          guard case .bytes(let bytes) = message.content else { continue }
          all.append((String(decoding: bytes, as: UTF8.self), message.origin))
        }
      }
    }
    #expect(splitter.isDone && !splitter.holdsInput)
    return all
  }

  @Test("lines, however the blocks and the runs fall", arguments: [1, 2, 100])
  func lines(_ most: Int) throws {
    let text = "one\r\n\ntwo\nthree\r\nlast"
    for cut in 0...text.utf8.count {
      let bytes = Array(text.utf8)
      let blocks = [bytes[..<cut], bytes[cut...]].filter { !$0.isEmpty }.map {
        String(decoding: $0, as: UTF8.self)
      }
      let messages = try Self.messages(blocks, .line, most: most)
      #expect(messages.map(\.bytes) == ["one", "", "two", "three", "last"])
      #expect(messages.map(\.origin) == (1...5).map { "standard input, line \($0)" })
    }
  }

  @Test("blocks of a size, of which the last is shorter", arguments: [1, 100])
  func blocks(_ most: Int) throws {
    let messages = try Self.messages(["abcd", "efg", "h", "ij"], .raw(3), most: most)
    #expect(messages.map(\.bytes) == ["abc", "def", "ghi", "j"])
    #expect(messages.last?.origin == "standard input, block 4")
  }

  /// A way to cut, blocks, and what they are cut into.
  static let forms: [(InputFraming, [String], [String])] = [
    (.nul, ["a\r\n\0\0b", "c\0last"], ["a\r\n", "", "bc", "last"]), (.nul, ["a\0"], ["a"]),
    (.whole, ["a\n", "\0b"], ["a\n\0b"]), (.whole, [], []),
    (.length32, ["\0\0", "\0\u{2}a", "\n\0\0\0\0\0\0\0\u{1}b"], ["a\n", "", "b"]), (.length32, [], []),
    (.reads, ["a\n", "bc", "\0"], ["a\n", "bc", "\0"]),
  ]

  @Test(arguments: forms, [1, 100])
  func otherForms(_ row: (framing: InputFraming, blocks: [String], messages: [String]), most: Int) throws {
    #expect(try Self.messages(row.blocks, row.framing, most: most).map(\.bytes) == row.messages)
  }

  /// What can never become a message, and the sentence.
  static let faults: [(InputFraming, [String], String)] = [
    (
      .length32, ["\0\0\0\u{5}"],
      "standard input, message 1: its length is 5, more than the 4 bytes that are held"
    ),
    (
      .length32, ["\0\0\0\u{1}a\0\0\0\u{2}b"],
      "standard input, message 2: the input ends inside it; nothing of it was sent"
    ),
    (.length32, ["\0\0\0"], "standard input, message 1: the input ends inside it; nothing of it was sent"),
    (.nul, ["a\0bcdef"], "standard input, message 2: it is longer than 4 bytes; nothing of it was sent"),
    (.whole, ["ab", "cde"], "standard input: it is longer than 4 bytes; nothing of it was sent"),
  ]

  @Test(arguments: faults)
  func faultsAreNamed(framing: InputFraming, blocks: [String], sentence: String) {
    let failure = #expect(throws: Failure.self) { try Self.messages(blocks, framing, most: 100, limit: 4) }
    #expect(failure?.sentence == sentence)
    #expect(failure?.status == ExitStatus.badData.rawValue)
  }

  @Test("a line over the limit is refused with its number, after those in front of it")
  func limit() throws {
    var splitter = InputSplitter(framing: .line, kind: .text, limit: 4)
    splitter.append { $0 += Array("ab\nabcde".utf8) }
    #expect(try splitter.next(100)?.pieces == [0..<2])
    let failure = #expect(throws: Failure.self) { try splitter.next(100) }
    #expect(failure?.sentence.hasPrefix("standard input, line 2: it is longer than 4 bytes") == true)
    splitter.append { _ in }
    #expect(throws: Failure.self) { try splitter.next(100) }
  }
}
