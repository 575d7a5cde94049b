/// A frame that owns its bytes, as views and captures take it.
public struct FrameRecord: Hashable, Sendable {
  /// The header as it was received or sent.
  public let header: FrameHeader
  /// Who sent it; nil when that is not known.
  public let sender: WebSocketRole?
  /// The frame's place in its direction, from 1.
  public let number: UInt64
  /// Offset of its first byte in the stream of its direction, after the handshake.
  public let offset: UInt64
  /// The payload, unmasked and as it is compressed, as far as it was received and kept.
  public package(set) var payload: [UInt8]
  /// Payload bytes that were received but not kept.
  public package(set) var omitted: UInt64
  /// Payload bytes that the header claims and that never came.
  public package(set) var missing: UInt64
  /// Whether the header is one of the wire. It is not where a source has messages alone: then the record is a message.
  package var hasHeader = true
  /// Whether it is a continuation of a text message.
  public package(set) var continuesText = false
  /// Whether we stopped reading it, so that what is missing may yet have come.
  public package(set) var isCut = false
  /// What the payload inflates to, where the frame belongs to a compressed message (RFC 7692).
  public package(set) var inflated: InflatedPayload?
  /// The time since the Ping of the other end that this Pong answers.
  public package(set) var roundTrip: Duration?
  /// What is wrong with it.
  public package(set) var violations: [Violation]

  package init(
    header: FrameHeader, sender: WebSocketRole?, number: UInt64, offset: UInt64, payload: [UInt8] = [],
    omitted: UInt64 = 0,
    missing: UInt64 = 0, violations: [Violation] = []
  ) {
    self.header = header
    self.sender = sender
    self.number = number
    self.offset = offset
    self.payload = payload
    self.omitted = omitted
    self.missing = missing
    self.violations = violations
  }

  /// The same with at most this many bytes of its payload; the rest counts as omitted.
  package func prefix(_ count: Int) -> FrameRecord {
    var shorter = self
    shorter.inflated = inflated?.prefix(count)
    guard payload.count > count else { return shorter }
    shorter.payload = Array(payload.prefix(count))
    shorter.omitted += UInt64(payload.count - count)
    return shorter
  }

  /// Whether it belongs to a text message.
  public var isText: Bool { header.opcode == .text || continuesText }
  /// What the payload says: inflated where it is compressed.
  public var content: [UInt8] { inflated?.bytes ?? payload }
  /// How many bytes of that were not kept.
  public var omittedContent: UInt64 { inflated?.omitted ?? omitted }
  /// The payload as it is on the wire: masked again when the frame has a key (RFC 6455 5.3).
  public var wirePayload: [UInt8] { header.maskingKey?.applied(to: payload) ?? payload }
  /// Bytes on the wire, header included, as far as they came.
  public var wireCount: UInt64 { hasHeader ? UInt64(header.count) + UInt64(payload.count) + omitted : 0 }
}
