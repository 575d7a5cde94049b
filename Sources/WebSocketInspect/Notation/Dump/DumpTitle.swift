/// A line between the rows of a dump that holds no bytes: a heading, a frame, a ruler, a comment.
struct DumpTitle {
  /// Whether the rows below are what curl sent or received as HTTP or inside TLS, and not as data.
  let hidesRows: Bool
  /// Bytes in the rows below, where the line says so.
  let count: Int?

  /// Longer lines are not looked at.
  private static let longest = 4096

  /// nil when the line may hold bytes.
  init?(_ line: Range<Int>, in bytes: [UInt8]) {
    guard line.count <= Self.longest else { return nil }
    let content = bytes.trimmed(line)
    let text = bytes[content]
    let words = text.split(maxSplits: 80, whereSeparator: { $0.isBlank || $0 == 0x7C })
    // libwebsockets writes lines that have its time and level alone.
    let isPrefix =
      text.count > 20 && text.first == 0x5B && text.suffix(2).first.map { $0.isLetter } == true
      && text.last == 0x3A && text.dropLast(3).last == 0x5D
    let isDecoration = isPrefix || text.allSatisfy { $0.isBlank || "+-|=_~{}".utf8.contains($0) }
    let hasWord = text.contains { $0.isLetter && $0.hexValue == nil }
    let startsWithBytes = words.first.map { $0.count >= 2 && $0.allSatisfy { $0.hexValue != nil } } ?? false
    let digitWords = words.count {
      $0.count.isMultiple(of: 2)
        && ($0.starts(with: "0x".utf8) ? $0.dropFirst(2) : $0).allSatisfy { $0.hexValue != nil }
    }
    let isProse = hasWord && !startsWithBytes && digitWords * 2 < words.count && digitWords < 8
    guard isDecoration || isProse || Self.isRuler(words) || content.lowerBound - line.lowerBound >= 10 else {
      return nil
    }
    guard
      isDecoration || Self.isRuler(words) || Self.isOurs(line, words, in: bytes) || Self.isLabel(words)
        || !PassedWords.headingSpellsBytes(text)
    else { return nil }
    let name = String(decoding: text.prefix(80), as: UTF8.self)
    let isTrace = name.contains("<= Recv ") || name.contains("=> Send ")
    hidesRows = isTrace && (name.contains("header") || name.contains("SSL data"))
    count = hasWord ? Self.count(in: words) : nil
  }

  /// The number in front of `bytes`, if there is one alone, or in Go's `(len=7 cap=8)`; of two numbers, one may be what was
  /// asked for.
  private static func count(in words: [ArraySlice<UInt8>]) -> Int? {
    func isArrow(_ word: ArraySlice<UInt8>) -> Bool { word.elementsEqual("=>".utf8) }
    if let word = words.first(where: { $0.starts(with: "(len=".utf8) }) {
      return Int(String(decoding: word.dropFirst(5).prefix { $0.isDecimal }, as: UTF8.self))
    }
    // Netty: `READ: 7B`.
    if words.count > 1, let last = words.last, last.last == 0x42,
      words[words.count - 2].elementsEqual("READ:".utf8)
        || words[words.count - 2].elementsEqual("WRITE:".utf8)
    {
      return Int(String(decoding: last.dropLast(), as: UTF8.self))
    }
    let places = words.indices.filter { index in
      words[index].prefix { $0.isLetter }.elementsEqual("bytes".utf8)
    }
    // tcpdump says how much of each packet it takes.
    let isLimit = words.contains { $0.elementsEqual("snapshot".utf8) || $0.elementsEqual("capture".utf8) }
    guard places.count == 1, places[0] > 0, !isLimit,
      !words[places[0]...].contains(where: isArrow)
    else { return nil }
    let number = words[places[0] - 1].drop { $0 == 0x28 || $0 == 0x5B }
    return Int(String(decoding: number, as: UTF8.self))
  }

  /// Whether a line is one of our own dumps that is not on the wire: the unmasked or inflated form of bytes above it.
  private static func isOurs(_ line: Range<Int>, _ words: [ArraySlice<UInt8>], in bytes: [UInt8]) -> Bool {
    bytes[line].prefix { $0.isBlank }.count >= 12
      && words.contains { word in
        ["unmasked", "compressed", "inflated"].contains { word.elementsEqual($0.utf8) }
      }
  }

  /// Whether a line means rows that repeat the one above.
  static func isStar(_ line: Range<Int>, in bytes: [UInt8]) -> Bool {
    guard let first = line.first(where: { !bytes[$0].isBlank && bytes[$0] != 0x7C }), bytes[first] == 0x2A
    else { return false }
    return (first + 1..<line.upperBound).allSatisfy { bytes[$0].isBlank || bytes[$0] == 0x7C }
  }

  /// PowerShell's `Label: String (System.String) <2944BEC3>`, whose digits are a hash.
  private static func isLabel(_ words: [ArraySlice<UInt8>]) -> Bool {
    words.count > 2 && words[0].elementsEqual("Label:".utf8) && words.last?.first == 0x3C
      && words.last?.last == 0x3E
  }

  /// The numbers of the columns, from 0, with the names of Format-Hex around them.
  private static func isRuler(_ words: [ArraySlice<UInt8>]) -> Bool {
    let numbers = words.filter { $0.allSatisfy { $0.hexValue != nil } }
    return numbers.count >= 4 && words.count - numbers.count <= 3
      && numbers.enumerated().allSatisfy { Int(String(decoding: $1, as: UTF8.self), radix: 16) == $0 }
  }
}
