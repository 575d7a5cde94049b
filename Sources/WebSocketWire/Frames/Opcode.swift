/// What a frame is for: 4 bits, all sixteen of which can be represented (RFC 6455 5.2).
public struct Opcode: RawRepresentable, Hashable, Sendable {
  /// 0 to 15.
  public let rawValue: UInt8

  /// Keeps the low four bits of the value.
  public init(rawValue: UInt8) { self.rawValue = rawValue & 0x0F }

  /// A further fragment of the message that is open (RFC 6455 5.4).
  public static let continuation = Opcode(rawValue: 0x0)
  /// Begins a text message (RFC 6455 5.6).
  public static let text = Opcode(rawValue: 0x1)
  /// Begins a binary message (RFC 6455 5.6).
  public static let binary = Opcode(rawValue: 0x2)
  /// Begins or answers the closing handshake (RFC 6455 5.5.1).
  public static let close = Opcode(rawValue: 0x8)
  /// Asks for a Pong with the same payload (RFC 6455 5.5.2).
  public static let ping = Opcode(rawValue: 0x9)
  /// Answers a Ping, or none (RFC 6455 5.5.3).
  public static let pong = Opcode(rawValue: 0xA)

  /// Close, Ping, Pong and the five reserved control opcodes (RFC 6455 5.5).
  public var isControl: Bool { rawValue & 0x8 != 0 }

  /// No meaning is registered for it (RFC 6455 11.8).
  public var isReserved: Bool { (0x3...0x7).contains(rawValue) || rawValue >= 0xB }

  /// The registry's name in capitals, or `RESERVED`.
  public var name: String {
    switch self {
    case .continuation: "CONTINUATION"
    case .text: "TEXT"
    case .binary: "BINARY"
    case .close: "CLOSE"
    case .ping: "PING"
    case .pong: "PONG"
    default: "RESERVED"
    }
  }
}
