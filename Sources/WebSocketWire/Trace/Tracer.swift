/// Turns the events of one connection into records that own their bytes; it exists only where someone looks.
public struct Tracer: Sendable {
  private let connection: Int
  private var incoming: FrameRecorder
  private var outgoing: FrameRecorder

  /// `role` is our side; `keep` is the most payload bytes that the record of a frame holds.
  public init(connection: Int, role: Role, keep: Int) {
    self.connection = connection
    incoming = FrameRecorder(from: role.peer, keep: keep)
    outgoing = FrameRecorder(from: role, keep: keep)
  }

  /// Takes an event at a time since the run began; gives what is complete by it, in order.
  public mutating func received(_ event: Event, bytes: RawSpan, at nanoseconds: UInt64) -> [TraceRecord] {
    switch event {
    case .opened(let report): return [record(.handshake(report), nanoseconds)]
    case .violation(let violation) where !incoming.isInsideFrame:
      return [record(.violation(violation), nanoseconds)]
    case .ended(let ending):
      let cut = [outgoing.unfinished(), incoming.unfinished()].compactMap { $0 }
      return cut.map { record(.frame($0), nanoseconds) } + [record(.ended(ending), nanoseconds)]
    default:
      return incoming.record(event, bytes: bytes).map { [record(.frame($0), nanoseconds)] } ?? []
    }
  }

  /// Takes an event of a frame of ours; gives the frame when it is complete.
  public mutating func sent(_ event: Event, bytes: RawSpan, at nanoseconds: UInt64) -> TraceRecord? {
    outgoing.record(event, bytes: bytes).map { record(.frame($0), nanoseconds) }
  }

  /// Takes word of how the connection came to be.
  public func connected(_ summary: ConnectionSummary, at nanoseconds: UInt64) -> TraceRecord {
    record(.connected(summary), nanoseconds)
  }

  private func record(_ event: TraceEvent, _ nanoseconds: UInt64) -> TraceRecord {
    TraceRecord(connection: connection, nanoseconds: nanoseconds, event: event)
  }
}
