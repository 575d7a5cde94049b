/// Base64 that is named as such: data URIs (RFC 2397) and the `!!binary` of YAML.
enum Base64Blocks {
  /// nil when the text has neither.
  static func read(_ bytes: [UInt8]) throws(ParseError) -> [UInt8]? {
    let content = bytes.withoutQuotes(bytes.trimmedLines(0..<bytes.count))
    let scheme = String(decoding: bytes[content].prefix(5), as: UTF8.self).lowercased()
    if scheme == "data:", let comma = bytes[content].firstIndex(of: 0x2C),
      isMediaType(bytes[content.lowerBound + 5..<comma])
    {
      let head = String(decoding: bytes[content.lowerBound..<comma], as: UTF8.self).lowercased()
      let body = comma + 1..<content.upperBound
      return head.hasSuffix(";base64")
        ? try Base64Reader.read(try EscapedWords.readPercent(body, in: bytes, allowingPlus: true))
        : try EscapedWords.readPercent(body, in: bytes)
    }
    return try readYAML(bytes)
  }

  /// Whether it is `[type/subtype][;parameter]*[;base64]` (RFC 2397 3), and not the first element of a list.
  private static func isMediaType(_ text: ArraySlice<UInt8>) -> Bool {
    guard text.allSatisfy({ $0.isLetter || $0.isDecimal || "/;=+-._%*".utf8.contains($0) }) else {
      return false
    }
    return text.isEmpty || text.first == 0x3B || text.contains(0x2F)
  }

  private static func readYAML(_ bytes: [UInt8]) throws(ParseError) -> [UInt8]? {
    let tag = Array("!!binary".utf8)
    guard bytes.contains(0x21), bytes.contains(tag) else { return nil }
    var values: [UInt8] = []
    var block: Range<Int>?
    func isBase64(_ byte: UInt8) -> Bool { byte.isLetter || byte.isDecimal || "+/=".utf8.contains(byte) }
    for line in TextLines(bytes) {
      let content = bytes.trimmed(line)
      if let start = content.first(where: { bytes[$0...].starts(with: tag) }) {
        if let block { values += try Base64Reader.read(bytes, in: block) }
        let inline = bytes.trimmed(start + tag.count..<content.upperBound)
        let isBlock = inline.first.map { bytes[$0] == 0x7C || bytes[$0] == 0x3E } ?? true
        block = isBlock ? line.upperBound..<line.upperBound : bytes.withoutQuotes(inline)
      } else if block != nil, content.isEmpty {
        continue
      } else if let open = block, bytes[content].allSatisfy(isBase64) {
        block = open.lowerBound..<content.upperBound
      } else if let open = block {
        values += try Base64Reader.read(bytes, in: open)
        block = nil
      }
    }
    if let block { values += try Base64Reader.read(bytes, in: block) }
    return values
  }
}
