import Testing
import WebSocketWire
import WireTestSupport

@Suite("RFC 7692 7.2: compressing and inflating")
struct CodecTests {
  /// What a message inflates to, or the words of its fault.
  private enum Result: Equatable {
    case message([UInt8])
    case corrupt(String)
  }

  private static func inflate(_ inflater: Inflater, _ pieces: [[UInt8]]) -> Result {
    var block: [UInt8] = []
    var message: [UInt8] = []
    for piece in pieces {
      var index = 0
      steps: while true {
        switch inflater.next(in: piece.span.bytes, at: &index, into: &block) {
        case .block(let count): message += block.prefix(count)
        case .needsInput: break steps
        case .corrupt(let words): return .corrupt(words)
        }
      }
    }
    var index = 0
    while true {
      switch inflater.finish(at: &index, into: &block) {
      case .block(let count): message += block.prefix(count)
      case .needsInput: return .message(message)
      case .corrupt(let words): return .corrupt(words)
      }
    }
  }

  private static func drip(_ side: NegotiatedDeflate.Side = .init()) -> DripFeed<Result> {
    DripFeed(behind: nil) { [inflate(Inflater(side), $0)] }
  }

  /// The examples of RFC 7692 7.2.3.
  static let examples = [
    "f2 48 cd c9 c9 07 00", "00 05 00 fa ff 48 65 6c 6c 6f 00", "f3 48 cd c9 c9 07 00 00",
    "f2 48 05 00 00 00 ff ff ca c9 c9 07 00",
  ]

  @Test("7.2.3: the examples inflate to Hello, however they are cut", arguments: examples)
  func example(_ text: String) throws {
    #expect(try Self.drip().events(of: hex(text)) == [.message(Array("Hello".utf8))])
  }

  @Test("7.2.3.2: a message refers back to the one before, and cannot where the context is dropped")
  func context() throws {
    let first = hex("f2 48 cd c9 c9 07 00")
    let second = hex("f2 00 11 00 00")
    let keeping = Inflater(.init())
    #expect(!keeping.carriesContext)
    #expect(Self.inflate(keeping, [first]) == .message(Array("Hello".utf8)))
    #expect(keeping.carriesContext)
    #expect(Self.inflate(keeping, [second]) == .message(Array("Hello".utf8)))
    let dropping = Inflater(.init(keepsContext: false))
    #expect(Self.inflate(dropping, [first]) == .message(Array("Hello".utf8)))
    #expect(!dropping.carriesContext)
    #expect(Self.inflate(dropping, [second]) == .corrupt("invalid distance too far back"))
  }

  @Test("7.2.3.4: a block marked as the last does not end the context")
  func lastBlock() throws {
    let inflater = Inflater(.init())
    #expect(Self.inflate(inflater, [hex("f3 48 cd c9 c9 07 00 00")]) == .message(Array("Hello".utf8)))
    #expect(Self.inflate(inflater, [hex("f2 00 11 00 00")]) == .message(Array("Hello".utf8)))
    #expect(Self.inflate(inflater, [hex("f3 48 cd c9 c9 07 00")]) == .message(Array("Hello".utf8)))
    #expect(Self.inflate(inflater, [hex("f2 00 11 00 00")]) == .message(Array("Hello".utf8)))
  }

  @Test("7.2.3: our own bytes are those of the examples")
  func compressed() throws {
    let deflater = try #require(Deflater(.init(), level: 6))
    var output: [UInt8] = []
    for text in ["f2 48 cd c9 c9 07 00", "f2 00 11 00 00"] {
      output = []
      deflater.append("Hello".utf8Span.span.bytes, isLast: true, to: &output)
      #expect(output == hex(text))
    }
    output = []
    deflater.append(RawSpan(), isLast: true, to: &output)
    #expect(output == [0x00])
  }

  /// Not DEFLATE, or not all of it.
  static let corrupt: [(String, String)] = [
    ("07", "invalid block type"), ("ff", "invalid block type"),
    ("00 05 00 00 00", "invalid stored block lengths"),
    ("f2 48 cd c9", "the message ends inside a block"), ("", "the message ends inside a block"),
    ("f2 00 11 00 00", "invalid distance too far back"),
    ("f2 48 cd c9 c9 07 00 ff", "the message ends inside a block"),
    ("f3 48 cd c9 c9 07 00 61 62 63", "invalid"), ("00 05 00 fa ff 48 65", "invalid block type"),
  ]

  @Test("corrupt data is a value, however it is cut", arguments: corrupt)
  func corruption(_ text: String, _ words: String) throws {
    guard case .corrupt(let found) = try Self.drip().events(of: hex(text))[0] else {
      Issue.record("it inflates")
      return
    }
    #expect(found.contains(words))
  }

  @Test(
    "7.2.1, 7.2.2: any messages in any fragments, any window and level, cut anywhere, come out as they went in"
  )
  func roundTrip() throws {
    try withSeed { generator in
      for bits in 8...15 {
        for keepsContext in [true, false] {
          let side = NegotiatedDeflate.Side(keepsContext: keepsContext, windowBits: bits)
          let deflater = try #require(Deflater(side, level: .random(in: 1...9, using: &generator)))
          let inflater = Inflater(side)
          for _ in 0..<8 {
            let fragments = Self.fragments(using: &generator)
            var pieces: [[UInt8]] = []
            for (index, fragment) in fragments.enumerated() {
              var output: [UInt8] = []
              deflater.append(fragment.span.bytes, isLast: index == fragments.count - 1, to: &output)
              let cut = Int.random(in: 0...output.count, using: &generator)
              pieces += [Array(output[..<cut]), Array(output[cut...])]
            }
            let found = Self.inflate(inflater, pieces)
            try InvariantBroken.unless(found == .message(fragments.flatMap { $0 }), "\(bits) bits")
          }
        }
      }
    }
  }

  /// Text that repeats itself at every distance, and noise; now and then nothing.
  private static func fragments(using generator: inout SeededGenerator) -> [[UInt8]] {
    let words = (0..<40).map { _ in
      (0..<Int.random(in: 2...40, using: &generator)).map { _ in UInt8.random(in: 0...255, using: &generator)
      }
    }
    return (0..<Int.random(in: 1...3, using: &generator)).map { _ in
      (0..<Int.random(in: 0...300, using: &generator)).flatMap { _ in
        words[Int.random(in: 0..<40, using: &generator)]
      }
    }
  }

  @Test(
    "7.1.2: a distance of the whole window is allowed and one byte more is not, however the message is cut",
    arguments: 8...14)
  func window(_ bits: Int) throws {
    for (excess, isAllowed) in [(-1, true), (0, true), (1, false), (63, false)] {
      let noise = try withSeed { generator in generator.bytes((1 << bits) + excess) }
      let deflater = try #require(Deflater(.init(), level: 9))
      var messages: [[UInt8]] = [[], []]
      // The second message refers back into the first one.
      for index in messages.indices {
        deflater.append(noise.span.bytes, isLast: true, to: &messages[index])
      }
      #expect(messages[1].count < noise.count)
      for size in [1, 7, 64, 65536] {
        let pieces = messages.map { message in
          stride(from: 0, to: message.count, by: size).map { start in
            Array(message[start..<min(start + size, message.count)])
          }
        }
        let inflater = Inflater(.init(windowBits: bits))
        #expect(Self.inflate(inflater, pieces[0]) == .message(noise))
        let second = Self.inflate(inflater, pieces[1])
        #expect(
          second == (isAllowed ? .message(noise) : .corrupt("invalid distance too far back")),
          "\(excess) bytes over, in pieces of \(size)")
        // The four bytes between the two, which no message ends with, make one of them.
        let joined = pieces[0] + [[0x00, 0x00, 0xFF, 0xFF]] + pieces[1]
        let whole = Self.inflate(Inflater(.init(windowBits: bits)), joined)
        #expect(
          whole == (isAllowed ? .message(noise + noise) : .corrupt("invalid distance too far back")),
          "one message, \(excess) bytes over, in pieces of \(size)")
      }
    }
  }

  @Test("a bomb comes in blocks of bounded size")
  func bomb() throws {
    let deflater = try #require(Deflater(.init(), level: 9))
    var output: [UInt8] = []
    deflater.append([UInt8](repeating: 0, count: 64 << 20).span.bytes, isLast: true, to: &output)
    #expect(output.count < 100_000)
    let inflater = Inflater(.init())
    var block: [UInt8] = []
    var index = 0
    var total = 0
    while case .block(let count) = inflater.next(in: output.span.bytes, at: &index, into: &block) {
      total += count
    }
    #expect(total == 64 << 20)
    #expect(block.count == 65536)
  }
}
