/// Turns the events of one connection into records that own their bytes; it exists only where someone looks.
public struct Tracer: Sendable {
  /// The number in the records to come.
  package var connection: Int
  private var incoming: FrameRecorder
  private var outgoing: FrameRecorder

  /// `role` is our side; `keep` is the most payload bytes that the record of a frame holds.
  public init(connection: Int, role: Role, keep: Int) {
    self.connection = connection
    incoming = FrameRecorder(from: role.peer, keep: keep)
    outgoing = FrameRecorder(from: role, keep: keep)
  }

  /// Takes an event of the peer's, or of the connection; gives what is complete by it. The clock, in nanoseconds since the run
  /// began, is looked at only then.
  public mutating func received(
    _ event: Event, bytes: RawSpan, at nanoseconds: @autoclosure () -> UInt64
  ) -> TraceRecord? {
    switch event {
    case .opened(let report), .handshakeRefused(let report): return record(.handshake(report), nanoseconds())
    case .violation(let violation) where !incoming.isInsideFrame:
      return record(.violation(violation), nanoseconds())
    default: return incoming.record(event, bytes: bytes).map { record(.frame($0), nanoseconds()) }
    }
  }

  /// Takes a whole frame of the peer's at once.
  public mutating func received(
    _ header: FrameHeader, at offset: UInt64, payload: RawSpan
  ) -> FrameRecord {
    incoming.record(header, at: offset, payload: payload)
  }

  /// Takes the end of the connection; gives the frames that it cut, and the end.
  public mutating func ended(_ ending: Ending, at nanoseconds: UInt64) -> [TraceRecord] {
    let cut = [outgoing.unfinished(), incoming.unfinished()].compactMap { $0 }
    return cut.map { record(.frame($0), nanoseconds) } + [record(.ended(ending), nanoseconds)]
  }

  /// Takes an event of a frame of ours; gives the frame when it is complete.
  public mutating func sent(
    _ event: Event, bytes: RawSpan, at nanoseconds: @autoclosure () -> UInt64
  ) -> TraceRecord? {
    outgoing.record(event, bytes: bytes).map { record(.frame($0), nanoseconds()) }
  }

  /// Takes word of how the connection came to be.
  public func connected(_ summary: ConnectionSummary, at nanoseconds: UInt64) -> TraceRecord {
    record(.connected(summary), nanoseconds)
  }

  private func record(_ event: TraceEvent, _ nanoseconds: UInt64) -> TraceRecord {
    TraceRecord(connection: connection, nanoseconds: nanoseconds, event: event)
  }
}
