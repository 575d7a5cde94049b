/// What a frame is for: 4 bits, all sixteen of which can be represented (RFC 6455 5.2).
public struct Opcode: RawRepresentable, Hashable, Sendable {
  public let rawValue: UInt8

  /// Keeps the low four bits of the value.
  public init(rawValue: UInt8) { self.rawValue = rawValue & 0x0F }

  public static let continuation = Opcode(rawValue: 0x0)
  public static let text = Opcode(rawValue: 0x1)
  public static let binary = Opcode(rawValue: 0x2)
  public static let close = Opcode(rawValue: 0x8)
  public static let ping = Opcode(rawValue: 0x9)
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
