import WebSocketWire

/// Counts the content of an HTTP message, so that the next head is found (RFC 9112 6.3).
struct HTTPBody {
  private enum Part {
    /// This many bytes are left.
    case data(UInt64)
    /// The same, in a chunk.
    case chunk(UInt64)
    /// The line end after a chunk's data.
    case chunkEnd
    case chunkSize
    case trailers
    case untilEnd
    case done
  }

  private var part: Part
  private var line: [UInt8] = []

  /// What is kept of a chunk's line, in bytes.
  private static let lineLimit = 256

  /// The content of a request.
  init(of request: HTTPHead) { part = Self.part(of: request) ?? .done }

  /// The content of an answer to a request of that method.
  init(of response: HTTPHead, status: Int, to method: String) {
    let isEmpty = method == "HEAD" || (100..<200).contains(status) || status == 204 || status == 304
    part = isEmpty ? .done : Self.part(of: response) ?? .untilEnd
  }

  private static func part(of head: HTTPHead) -> Part? {
    if head.elements("Transfer-Encoding").contains(where: { $0.lowercased() == "chunked" }) {
      return .chunkSize
    }
    guard let text = head.elements("Content-Length").first, let length = Digits.decimal(text) else {
      return nil
    }
    return length == 0 ? .done : .data(UInt64(length))
  }

  var isDone: Bool { if case .done = part { true } else { false } }

  /// Takes the next bytes from `index`, which moves over what is content.
  mutating func take(_ bytes: RawSpan, at index: inout Int) {
    while index < bytes.byteCount {
      switch part {
      case .done: return
      case .untilEnd: index = bytes.byteCount
      case .data(let left):
        let count = pass(left, bytes, at: &index)
        part = left == count ? .done : .data(left - count)
      case .chunk(let left):
        let count = pass(left, bytes, at: &index)
        part = left == count ? .chunkEnd : .chunk(left - count)
      case .chunkEnd, .chunkSize, .trailers:
        let byte = bytes.uint8(index)
        index += 1
        if byte == 0x0A { endLine() } else if line.count < Self.lineLimit { line.append(byte) }
      }
    }
  }

  /// Passes over bytes that are missing; false where they are not all content.
  mutating func miss(_ count: UInt64) -> Bool {
    switch part {
    case .untilEnd: return true
    case .data(let left) where left >= count:
      part = left == count ? .done : .data(left - count)
      return true
    case .chunk(let left) where left >= count:
      part = left == count ? .chunkEnd : .chunk(left - count)
      return true
    default: return false
    }
  }

  private func pass(_ left: UInt64, _ bytes: RawSpan, at index: inout Int) -> UInt64 {
    let count = min(left, UInt64(bytes.byteCount - index))
    index += Int(count)
    return count
  }

  private mutating func endLine() {
    let text = line.last == 0x0D ? line.dropLast() : line[...]
    defer { line.removeAll() }
    switch part {
    case .chunkEnd: part = .chunkSize
    case .trailers: if text.isEmpty { part = .done }
    default:
      let digits = text.prefix { Digits.value($0) != nil }
      // A line that is not a size: what follows cannot be told apart.
      guard let size = Digits.hex(digits) else {
        part = .untilEnd
        return
      }
      part = size == 0 ? .trailers : .chunk(UInt64(size))
    }
  }
}
