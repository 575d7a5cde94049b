/// Takes the chunk lines out of a chunked body, however it is cut (RFC 9112 7.1). It holds a line at most.
struct ChunkedBody: Sendable {
  private enum Part: Sendable {
    /// The line with a chunk's size, and whether the end of a chunk's data is still to come before it.
    case size(afterData: Bool)
    case data(left: Int)
    case trailers
    case done
    /// Not chunked after all, so nothing says where the content goes on.
    case broken
  }

  private var part = Part.size(afterData: false)
  private var line: [UInt8] = []
  /// What is wrong with the line at fault, which is the last of the content; nil for nothing.
  private(set) var fault: String?

  /// What is kept of a line, in bytes: of an extension or a trailer, which say nothing here, more can come.
  private static let lineLimit = 4096

  /// Whether the last chunk and the trailers have come, or a line after which nothing can be told apart.
  var isDone: Bool {
    switch part {
    case .done, .broken: true
    case .size, .data, .trailers: false
    }
  }

  /// Takes the next bytes and adds what they hold of the content, up to `limit` bytes of it in all.
  mutating func take(_ bytes: UnsafeRawBufferPointer, into content: inout [UInt8], limit: Int) {
    var index = 0
    while index < bytes.count, content.count < limit {
      switch part {
      case .done, .broken: return
      case .data(let left):
        let count = min(left, bytes.count - index)
        content.append(contentsOf: bytes[index..<index + min(count, limit - content.count)])
        index += count
        part = left == count ? .size(afterData: true) : .data(left: left - count)
      case .size, .trailers:
        let byte = bytes[index]
        index += 1
        if byte == 0x0A || line.count < Self.lineLimit { line.append(byte) }
        if byte == 0x0A || line.count == Self.lineLimit && !isPassedOver {
          endLine(into: &content, limit: limit)
        }
      }
    }
  }

  /// Whether the rest of the line matters as little as its length: a trailer, or an extension after a size.
  private var isPassedOver: Bool {
    switch part {
    case .trailers: true
    case .size(afterData: false): line.contains(0x3B)
    default: false
    }
  }

  private mutating func endLine(into content: inout [UInt8], limit: Int) {
    let whole = line
    line = []
    var text = whole[...]
    if text.last == 0x0A { text.removeLast() }
    if text.last == 0x0D { text.removeLast() }
    switch part {
    case .size(afterData: true) where text.isEmpty: part = .size(afterData: false)
    case .size(afterData: false):
      let digits = text.prefix { $0 != 0x3B && $0 != 0x20 && $0 != 0x09 }
      if let size = Digits.hex(digits) {
        part = size == 0 ? .trailers : .data(left: size)
        return
      }
      give(up: whole, into: &content, limit: limit, "a size in hex digits")
    case .trailers: if text.isEmpty { part = .done }
    default: give(up: whole, into: &content, limit: limit, "the line end after a chunk's data")
    }
  }

  private mutating func give(up line: [UInt8], into content: inout [UInt8], limit: Int, _ expected: String) {
    content += line.prefix(limit - content.count)
    let shown = String(HTTPHead.text(line.prefix(40)).unicodeScalars.filter { $0 != "\r" && $0 != "\n" })
    fault = "its body has the chunk line \(shown.quoted), expected \(expected) (RFC 9112 7.1)"
    part = .broken
  }
}
