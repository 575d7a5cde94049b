import SystemCalls
import WebSocketWire

/// Cuts a stream of bytes into messages; `\n` and `\r\n` end a line, and an unterminated last line or message counts.
struct InputSplitter {
  let framing: InputFraming
  let kind: MessageKind
  private let limit: Int
  private var buffer: [UInt8] = []
  private var start = 0
  private var scanned = 0
  private var hasEnded = false
  private var number = 0

  /// `limit` is the most bytes of a message, because a message is held until it is known to be whole.
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
    while pieces.count < most, start - first < Self.runSize, let piece = try cut() {
      pieces.append(piece.lowerBound - first..<piece.upperBound - first)
    }
    if pieces.isEmpty { try checkRest() }
    guard !pieces.isEmpty else { return nil }
    defer { number += pieces.count }
    return InputBatch(
      kind: kind, block: buffer[first..<start], pieces: pieces, part: framing.part,
      number: number + 1)
  }

  /// A run ends with the message that makes it this long, in bytes.
  private static let runSize = 65536

  /// Where the next whole message lies, after which the cutting goes on.
  private mutating func cut() throws(Failure) -> Range<Int>? {
    switch framing {
    case .line, .jsonl: cut(at: 0x0A)
    case .nul: cut(at: 0)
    case .length32: try cutCounted()
    case .whole: hasEnded && buffer.count <= limit ? cutBlock(.max) : nil
    case .reads: cutBlock(max(1, min(buffer.count - start, limit)))
    case .raw(let size): cutBlock(size)
    }
  }

  /// Fails where what is left can never become a message.
  private func checkRest() throws(Failure) {
    switch framing {
    case .line, .nul, .whole, .jsonl:
      guard buffer.count - start > limit else { return }
      let place = framing == .whole ? "standard input" : "standard input, \(framing.part) \(number + 1)"
      throw Failure(
        .badData, "\(place): it is longer than \(limit) bytes; nothing of it was sent",
        hint: "raise --max-message, or send blocks (--in raw=SIZE)")
    case .length32:
      guard hasEnded, start < buffer.count else { return }
      throw Failure(
        .badData, "standard input, message \(number + 1): the input ends inside it; nothing of it was sent")
    case .reads, .raw: return
    }
  }

  private mutating func cutCounted() throws(Failure) -> Range<Int>? {
    guard buffer.count - start >= 4 else { return nil }
    let length = buffer[start..<start + 4].reduce(0) { $0 << 8 | Int($1) }
    guard length <= limit else {
      throw Failure(
        .badData,
        "standard input, message \(number + 1): its length is \(length), more than the \(limit) bytes that are held",
        hint: "raise --max-message")
    }
    let first = start + 4
    return buffer.count - first >= length ? take(first..<first + length, next: first + length) : nil
  }

  private mutating func cut(at mark: UInt8) -> Range<Int>? {
    if let end = find(mark) {
      let hasReturn = mark == 0x0A && end > start && buffer[end - 1] == 0x0D
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

  private func find(_ mark: UInt8) -> Int? {
    let from = max(start, scanned)
    return buffer.withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress, from < bytes.count,
        let found = memchr(base + from, Int32(mark), bytes.count - from)
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
