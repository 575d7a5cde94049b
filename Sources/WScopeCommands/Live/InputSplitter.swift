import WebSocketWire

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Cuts a stream of bytes into messages; `\n` and `\r\n` end a line, and an unterminated last line counts.
struct InputSplitter {
  private let framing: InputFraming
  private let kind: MessageKind
  private let limit: Int
  private var buffer: [UInt8] = []
  private var start = 0
  private var scanned = 0
  private var hasEnded = false
  private var number = 0

  /// `limit` is the most bytes of a message, for a message is held until it is known to be whole.
  init(framing: InputFraming, kind: MessageKind, limit: Int) {
    self.framing = framing
    self.kind = kind
    self.limit = limit
  }

  /// Takes the next block; an empty one is the end.
  mutating func append(_ block: [UInt8]) {
    if block.isEmpty { hasEnded = true }
    if start > 0 {
      buffer.removeSubrange(..<start)
      scanned -= start
      start = 0
    }
    buffer += block
  }

  /// Whether everything has been given out and nothing more comes.
  var isDone: Bool { hasEnded && start == buffer.count }

  /// Whether bytes are held that have not been given out.
  var holdsInput: Bool { start < buffer.count }

  /// The next whole message; nil when more bytes are needed.
  mutating func next() throws(Failure) -> OutgoingMessage? {
    switch framing {
    case .line: try nextLine()
    case .raw(let size): nextBlock(size)
    }
  }

  private mutating func nextLine() throws(Failure) -> OutgoingMessage? {
    if let end = endOfLine() {
      let hasReturn = end > start && buffer[end - 1] == 0x0D
      return take(start..<(hasReturn ? end - 1 : end), next: end + 1, what: "line")
    }
    scanned = buffer.count
    if buffer.count - start > limit {
      throw Failure(
        .badData,
        "standard input, line \(number + 1): it is longer than \(limit) bytes; nothing of it was sent",
        hint: "raise --max-message, or send blocks (--in raw=SIZE)")
    }
    return hasEnded && start < buffer.count
      ? take(start..<buffer.count, next: buffer.count, what: "line") : nil
  }

  private mutating func nextBlock(_ size: Int) -> OutgoingMessage? {
    let available = buffer.count - start
    guard available >= size || hasEnded && available > 0 else { return nil }
    let end = start + min(size, available)
    return take(start..<end, next: end, what: "block")
  }

  private func endOfLine() -> Int? {
    let from = max(start, scanned)
    return buffer.withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress, from < bytes.count,
        let found = memchr(base + from, 0x0A, bytes.count - from)
      else { return nil }
      return UnsafeRawPointer(found) - base
    }
  }

  private mutating func take(_ range: Range<Int>, next: Int, what: String) -> OutgoingMessage {
    number += 1
    defer {
      start = next
      scanned = next
    }
    return OutgoingMessage(
      kind: kind, bytes: Array(buffer[range]), origin: "standard input, \(what) \(number)")
  }
}
