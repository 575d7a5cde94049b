/// The answers of gdb's machine interface to the commands that read memory.
struct MachineInterface {
  private let bytes: [UInt8]
  private var text: [UInt8]
  /// How many bytes were read, as the answer says.
  private var announced: Int?

  /// The text with the bytes alone; nil for any other text.
  static func plain(_ bytes: [UInt8]) throws(ParseError) -> [UInt8]? {
    let start = bytes.skipSpace(from: 0)
    let token = bytes[start...].prefix { $0.isDecimal }.endIndex
    guard bytes.has("^done,", at: token), bytes.contains("memory=[".utf8) else { return nil }
    var answer = MachineInterface(bytes)
    return try answer.read()
  }

  private init(_ bytes: [UInt8]) {
    self.bytes = bytes
    text = bytes
    text.blank(0..<bytes.count)
    let count = places(of: "nr-bytes=\"").first.map { bytes[$0...].prefix { $0.isDecimal } }
    announced = count.flatMap { Int(String(decoding: $0, as: UTF8.self)) }
  }

  /// Where each value of a name begins.
  private func places(of name: String) -> [Int] {
    bytes.indices.filter { bytes.has(name, at: $0) }.map { $0 + name.utf8.count }
  }

  private mutating func read() throws(ParseError) -> [UInt8]? {
    let contents = places(of: "contents=\"")
    let rows = places(of: "data=[")
    if let first = contents.first {
      guard contents.count == 1, rows.isEmpty, let end = bytes.endOfString(at: first - 1) else {
        throw ParseError(
          at: first, in: bytes, "there are several blocks of memory; give one", isCertain: true)
      }
      text.replaceSubrange(first - 1..<end, with: bytes[first - 1..<end])
      return text
    }
    var count = 0
    for row in rows {
      guard let end = bytes[row...].firstIndex(of: 0x5D) else { return nil }
      text.replaceSubrange(row - 1...end, with: bytes[row - 1...end])
      for value in bytes[row..<end].split(separator: 0x2C) {
        let isMarked = bytes.hasHexMark(at: value.startIndex + 1, before: value.endIndex)
        guard value.count <= (isMarked ? 6 : 5) else {
          throw ParseError(
            at: value.startIndex, in: bytes, "these are words of several bytes; read memory in words of one",
            isCertain: true)
        }
        for index in value.indices where bytes[index] == 0x22 { text[index] = 0x20 }
        count += 1
      }
    }
    guard let first = rows.first else { return nil }
    guard announced == nil || announced == count else {
      throw ParseError(
        at: first, in: bytes, "\(announced ?? 0) bytes are announced, and there are \(count)",
        lacksBytes: true)
    }
    return text
  }
}
