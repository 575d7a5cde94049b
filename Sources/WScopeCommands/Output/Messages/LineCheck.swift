import SystemCalls
import WebSocketWire

/// Finds the first message by which lines of output, or what is between NULs, are not messages any more.
struct LineCheck {
  /// Why they are not, as a sentence.
  enum Doubt {
    case newline
    case nul
    case kind

    var sentence: String {
      let (reason, what, forms) =
        switch self {
        case .newline: ("a message holds a newline", "lines of output are not messages", "nul, length32")
        case .nul: ("a message holds a NUL", "what NULs part is not a message", "length32, hex")
        case .kind:
          (
            "a binary message among texts has no newline after it", "lines of output are not messages",
            "length32, hex"
          )
        }
      return "\(reason), so \(what) any more: --out \(forms) or jsonl keeps them apart"
    }
  }

  /// Whether a NUL follows each message, and not a newline after each text.
  private let usesNuls: Bool

  init(_ framing: OutputFraming = .line) { usesNuls = framing == .nul }

  /// nil where none has been found, and while a message is alone.
  var doubt: Doubt? { isAmongOthers ? found : nil }
  private var found: Doubt?
  /// What all messages are so far.
  private var kind: MessageKind?
  private var hasOne = false
  private var isAmongOthers = false

  mutating func take(_ bytes: RawSpan, of kind: MessageKind) {
    note(kind)
    guard found == nil, kind == .text || usesNuls, bytes.withUnsafeBytes(holdsEnd) else { return }
    found = usesNuls ? .nul : .newline
  }

  /// Takes the end of a message.
  mutating func end(_ kind: MessageKind) {
    note(kind)
    count(1)
  }

  mutating func take(_ batch: MessageBatch, of bytes: RawSpan) {
    note(batch.kind)
    count(batch.completed)
    let filled = { (piece: MessageBatch.Piece) in !piece.bytes.isEmpty }
    guard found == nil, batch.kind == .text || usesNuls,
      let first = batch.pieces.first(where: filled)?.bytes.lowerBound,
      let end = batch.pieces.last(where: filled)?.bytes.upperBound, first < end
    else { return }
    let isFound = bytes.withUnsafeBytes { bytes in
      // One search of all is faster than one of each; it also meets headers, one of which may look like one.
      holdsEnd(UnsafeRawBufferPointer(rebasing: bytes[first..<end]))
        && batch.pieces.contains { holdsEnd(UnsafeRawBufferPointer(rebasing: bytes[$0.bytes])) }
    }
    if isFound { found = usesNuls ? .nul : .newline }
  }

  private mutating func count(_ messages: Int) {
    isAmongOthers = isAmongOthers || messages > 1 || hasOne && messages == 1
    hasOne = hasOne || messages > 0
  }

  private mutating func note(_ kind: MessageKind) {
    if let known = self.kind, known != kind, found == nil, !usesNuls { found = .kind }
    self.kind = kind
  }

  /// Whether a byte is there that ends a message in the output.
  private func holdsEnd(_ bytes: UnsafeRawBufferPointer) -> Bool {
    guard let base = bytes.baseAddress else { return false }
    return memchr(base, usesNuls ? 0 : 0x0A, bytes.count) != nil
  }
}
