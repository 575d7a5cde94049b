/// Reads what `socat -x` shows, with `-v` or without: each block of bytes has a line in front with its length.
enum SocatReader {
  /// nil when the first line is none of socat's.
  static func read(_ bytes: [UInt8]) throws(ParseError) -> [UInt8]? {
    var values: [UInt8] = []
    var block: (header: Int, length: Int, start: Int)?
    for line in TextLines(bytes) {
      let content = bytes.trimmed(line)
      if let length = length(in: content, of: bytes) {
        if let block { values += try read(block.start..<line.lowerBound, block, in: bytes) }
        block = (content.lowerBound, length, line.upperBound)
      } else if block == nil, !content.isEmpty {
        return nil
      }
    }
    guard let block else { return nil }
    return values + (try read(block.start..<bytes.count, block, in: bytes))
  }

  /// The length in `> 2026/11/27 10:00:00.123456  length=7 from=0 to=6`.
  private static func length(in content: Range<Int>, of bytes: [UInt8]) -> Int? {
    guard let first = content.first, bytes[first] == 0x3C || bytes[first] == 0x3E else { return nil }
    let words = bytes[content].split(maxSplits: 6, whereSeparator: { $0.isBlank })
    guard words.count == 6, words[0].elementsEqual(">".utf8) || words[0].elementsEqual("<".utf8),
      words[3].starts(with: "length=".utf8), words[4].starts(with: "from=".utf8)
    else { return nil }
    return Int(String(decoding: words[3].dropFirst(7), as: UTF8.self))
  }

  private static func read(
    _ range: Range<Int>, _ block: (header: Int, length: Int, start: Int), in bytes: [UInt8]
  ) throws(ParseError) -> [UInt8] {
    var end = bytes.trimmedLines(range).upperBound
    if bytes[range.lowerBound..<end].suffix(3).elementsEqual("\n--".utf8) { end -= 3 }
    let text = Array(bytes[range.lowerBound..<end])
    let values: [UInt8]
    if let shown = try? TextColumnReader.read(text) {
      values = shown
    } else {
      values = try HexReader.read(bytes, in: range.lowerBound..<end)
    }
    guard values.count == block.length else {
      throw ParseError(
        at: block.header, in: bytes,
        "\(block.length) bytes are announced, and there are \(values.count)", lacksBytes: true)
    }
    return values
  }
}
