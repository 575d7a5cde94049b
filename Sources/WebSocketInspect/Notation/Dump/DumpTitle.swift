/// A line between the rows of a dump that holds no bytes: a heading, a frame, a ruler, a comment.
struct DumpTitle {
  /// Whether the rows below are what curl sent or received as HTTP or inside TLS, and not as data.
  let hidesRows: Bool
  /// Bytes in the rows below, where curl says so.
  let count: Int?

  /// nil when the line may hold bytes.
  init?(_ line: Range<Int>, in bytes: [UInt8]) {
    let content = bytes.trimmed(line)
    let text = bytes[content]
    let words = text.split(maxSplits: 80, whereSeparator: { $0.isBlank || $0 == 0x7C })
    let isDecoration = text.allSatisfy { $0.isBlank || "+-|=_~{}".utf8.contains($0) }
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
    let name = String(decoding: text.prefix(80), as: UTF8.self)
    let isTrace = name.contains("<= Recv ") || name.contains("=> Send ")
    hidesRows = isTrace && (name.contains("header") || name.contains("SSL data"))
    count =
      isTrace
      ? words.firstIndex(of: Array("bytes".utf8)[...]).flatMap { index in
        index > 0 ? Int(String(decoding: words[index - 1], as: UTF8.self)) : nil
      } : nil
  }

  /// Whether a line stands for rows that repeat the one above.
  static func isStar(_ line: Range<Int>, in bytes: [UInt8]) -> Bool {
    guard let first = line.first(where: { !bytes[$0].isBlank && bytes[$0] != 0x7C }), bytes[first] == 0x2A
    else { return false }
    return (first + 1..<line.upperBound).allSatisfy { bytes[$0].isBlank || bytes[$0] == 0x7C }
  }

  /// The numbers of the columns, from 0, with the names of Format-Hex around them.
  private static func isRuler(_ words: [ArraySlice<UInt8>]) -> Bool {
    let numbers = words.filter { $0.allSatisfy { $0.hexValue != nil } }
    return numbers.count >= 4 && words.count - numbers.count <= 3
      && numbers.enumerated().allSatisfy { Int(String(decoding: $1, as: UTF8.self), radix: 16) == $0 }
  }
}
