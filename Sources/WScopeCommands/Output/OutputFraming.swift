import WebSocketInspect
import WebSocketWire

/// How received messages are written.
enum OutputFraming: String, CaseIterable {
  /// A text and a newline; a binary message as its bytes alone.
  case line
  /// A message and a NUL.
  case nul
  /// The length of a message in four bytes, the highest first, and its bytes.
  case length32
  /// The bytes of every message alone.
  case raw
  /// All that happens, as objects of JSON, a line each.
  case jsonl
  /// A line of hex for each message.
  case hex
  /// A line of base64 for each message.
  case base64

  /// Whether a message is written once all of it is there.
  var needsWhole: Bool {
    switch self {
    case .length32, .hex, .base64: true
    case .line, .nul, .raw, .jsonl: false
    }
  }

  /// The byte after a message of this kind; nil for none.
  func end(of kind: MessageKind) -> UInt8? {
    switch self {
    case .line, .jsonl: kind == .text ? 0x0A : nil
    case .nul: 0
    case .length32, .raw: nil
    case .hex, .base64: 0x0A
    }
  }

  /// What is written of a whole message, but for the byte after it.
  func written(_ message: [UInt8]) -> [UInt8] {
    switch self {
    case .line, .nul, .raw, .jsonl: message
    case .length32: withUnsafeBytes(of: UInt32(clamping: message.count).bigEndian) { Array($0) } + message
    case .hex: Array(Hex.packed(message).utf8)
    case .base64: Array(Base64.encode(message).utf8)
    }
  }
}
