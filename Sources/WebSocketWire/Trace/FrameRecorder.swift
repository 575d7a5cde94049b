/// Builds the records of one direction out of its events; what it keeps of a payload is bounded.
public struct FrameRecorder: Sendable {
  private let sender: WebSocketRole?
  private let keep: Int
  private var number: UInt64 = 0
  /// How many frames have begun.
  var count: UInt64 { number }
  private var open: FrameRecord?
  /// Whether the fragmented message that is open is a text.
  private(set) var isInsideText = false

  /// `keep` is the most payload bytes that a record holds; the rest is counted as omitted.
  public init(from sender: WebSocketRole?, keep: Int) {
    self.sender = sender
    self.keep = keep
  }

  /// Whether a frame has begun and not ended.
  package var isInsideFrame: Bool { open != nil }

  /// Goes on after the frame of this number, within a text message or not.
  package mutating func resume(after number: UInt64, isInsideText: Bool) {
    self.number = number
    self.isInsideText = isInsideText
  }

  /// Takes a whole frame at once.
  public mutating func record(_ header: FrameHeader, at offset: UInt64, payload: RawSpan) -> FrameRecord {
    let kept = payload.extracting(first: keep)
    var record = begin(header, at: offset)
    record.payload = kept.withUnsafeBytes { Array($0) }
    record.omitted = UInt64(payload.byteCount - kept.byteCount)
    return record
  }

  /// Takes a message whose frames are not known.
  mutating func record(_ kind: MessageKind, _ message: RawSpan) -> FrameRecord {
    let header = FrameHeader(opcode: kind.opcode, payloadLength: UInt64(message.byteCount))
    var record = record(header, at: 0, payload: message)
    record.hasHeader = false
    return record
  }

  /// Takes frames of which no record is wanted, each of them a message.
  mutating func pass(_ batch: MessageBatch) { number += UInt64(batch.pieces.count) }

  private mutating func begin(_ header: FrameHeader, at offset: UInt64) -> FrameRecord {
    number += 1
    var record = FrameRecord(header: header, sender: sender, number: number, offset: offset)
    guard !header.opcode.isControl else { return record }
    record.continuesText = header.opcode == .continuation && isInsideText
    isInsideText = !header.isFinal && record.isText
    return record
  }

  /// Takes an event; gives the frame when it is complete.
  public mutating func record(_ event: WebSocketEvent, bytes: RawSpan) -> FrameRecord? {
    switch event {
    case .header(let header, let offset):
      open = begin(header, at: offset)
    case .payload:
      let count = min(bytes.byteCount, keep - (open?.payload.count ?? 0))
      bytes.withUnsafeBytes { open?.payload.append(contentsOf: $0.prefix(count)) }
      open?.omitted += UInt64(bytes.byteCount - count)
    case .inflated(let context):
      var inflated = open?.inflated ?? InflatedPayload(context: context)
      open?.inflated = nil
      let count = min(bytes.byteCount, keep - inflated.bytes.count)
      bytes.withUnsafeBytes { inflated.bytes.append(contentsOf: $0.prefix(count)) }
      inflated.omitted &+= UInt64(bytes.byteCount - count)
      open?.inflated = inflated
    case .violation(let violation): open?.violations.append(violation)
    case .frameEnd: return open.take()
    case .frameCut:
      var record = unfinished()
      record?.isCut = true
      return record
    default: break
    }
    return nil
  }

  /// The frame that was begun and will not be finished.
  public mutating func unfinished() -> FrameRecord? {
    guard var record = open.take() else { return nil }
    record.missing = record.header.payloadLength - UInt64(record.payload.count) - record.omitted
    return record
  }
}
