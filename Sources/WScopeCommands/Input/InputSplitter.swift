import SystemCalls
import WebSocketWire

/// Cuts a stream of bytes into messages; `\n` and `\r\n` end a line, and an unterminated last line counts.
struct InputSplitter {
  private let framing: InputFraming
  let kind: MessageKind
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

  /// Takes the next block, which `read` appends to what is left of those before; nothing is the end.
  mutating func append(_ read: (inout [UInt8]) -> Void) {
    if isUsedUp {
      buffer.removeAll(keepingCapacity: true)
    } else if start > 0 {
      buffer.removeSubrange(..<start)
    }
    scanned -= start
    start = 0
    let count = buffer.count
    read(&buffer)
    if buffer.count == count { hasEnded = true }
  }

  /// Whether everything has been given out and nothing more comes.
  var isDone: Bool { hasEnded && isUsedUp }

  private var isUsedUp: Bool { start == buffer.count }

  /// Whether bytes are held that have not been given out.
  var holdsInput: Bool { start < buffer.count }

  /// The next whole messages, `most` of them at most; nil when more bytes are needed.
  mutating func next(_ most: Int) throws(Failure) -> InputBatch? {
    let first = start
    var pieces: [Range<Int>] = []
    while pieces.count < most, start - first < Self.runSize, let piece = cut() {
      pieces.append(piece.lowerBound - first..<piece.upperBound - first)
    }
    if pieces.isEmpty, framing == .line, buffer.count - start > limit {
      throw Failure(
        .badData,
        "standard input, line \(number + 1): it is longer than \(limit) bytes; nothing of this line was sent",
        hint: "raise --max-message, or send blocks (--in raw=SIZE)")
    }
    guard !pieces.isEmpty else { return nil }
    defer { number += pieces.count }
    return InputBatch(
      kind: kind, block: buffer[first..<start], pieces: pieces, part: framing == .line ? "line" : "block",
      number: number + 1)
  }

  /// A run ends with the message that makes it this long, in bytes.
  private static let runSize = 65536

  /// Where the next whole message lies, after which the cutting goes on.
  private mutating func cut() -> Range<Int>? {
    switch framing {
    case .line: cutLine()
    case .raw(let size): cutBlock(size)
    }
  }

  private mutating func cutLine() -> Range<Int>? {
    if let end = endOfLine() {
      let hasReturn = end > start && buffer[end - 1] == 0x0D
      return take(start..<(hasReturn ? end - 1 : end), next: end + 1)
    }
    scanned = buffer.count
    return hasEnded && start < buffer.count && buffer.count - start <= limit
      ? take(start..<buffer.count, next: buffer.count) : nil
  }

  private mutating func cutBlock(_ size: Int) -> Range<Int>? {
    let available = buffer.count - start
    guard available >= size || hasEnded && available > 0 else { return nil }
    let end = start + min(size, available)
    return take(start..<end, next: end)
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

  private mutating func take(_ range: Range<Int>, next: Int) -> Range<Int> {
    start = next
    scanned = next
    return range
  }
}
