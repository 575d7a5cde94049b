/// Turns the events of one connection into records that own their bytes, and hands them to its sinks.
///
/// It exists only where there is a sink. A frame of any size passes in constant memory: its record holds no more of the payload
/// than asked, and a sink that wants all of it takes the events. It is a class because a sink may cause more events before it
/// returns: an output that has room again has more sent.
package final class TraceBuilder {
  /// The number in the records, from 1; 0 for a listener's client that never was open.
  private let connection: Int
  /// What has passed so far.
  package private(set) var statistics = ConnectionStatistics()
  private var sinks: [any TraceSink]
  private var eventSinks: [any TraceSink]
  private var takesBatches: Bool
  /// How the connection came to be, for sinks that are added later; nil where none are.
  private var opening: [TraceRecord]?
  private var client: FrameRecorder
  private var server: FrameRecorder

  /// `payloadLimit` is the most payload bytes that the record of a frame holds. The sinks are called in their order. With `takesMore` a
  /// sink that is added later learns how the connection came to be.
  package init(connection: Int, payloadLimit: Int, sinks: [any TraceSink], takesMore: Bool = false) {
    opening = takesMore ? [] : nil
    self.connection = connection
    self.sinks = sinks
    eventSinks = sinks.filter(\.wantsEvents)
    takesBatches = sinks.allSatisfy(\.takesBatches)
    client = FrameRecorder(from: .client, keep: payloadLimit)
    server = FrameRecorder(from: .server, keep: payloadLimit)
  }

  /// Adds a sink, which learns how the connection came to be and takes what follows.
  package func add(_ sink: any TraceSink) {
    for record in opening ?? [] { sink.receive(record) }
    for (sender, recorder) in [(WebSocketRole.client, client), (.server, server)] where recorder.count > 0 {
      sink.resume(sender, after: recorder.count, isInsideText: recorder.isInsideText)
    }
    sinks.append(sink)
    if sink.wantsEvents { eventSinks.append(sink) }
    takesBatches = takesBatches && sink.takesBatches
  }

  /// Takes a sink away, which gets nothing more.
  package func remove(_ sink: any TraceSink) {
    sinks.removeAll { $0 === sink }
    eventSinks.removeAll { $0 === sink }
    takesBatches = sinks.allSatisfy(\.takesBatches)
  }

  /// Takes an event other than `.ended`, which `end` takes.
  package func handle(_ event: WebSocketEvent, from sender: WebSocketRole, at time: Duration, bytes: RawSpan)
  {
    for sink in eventSinks {
      sink.handle(event, from: sender, at: time, bytes: bytes, connection: connection)
    }
    switch event {
    case .opened(let report), .handshakeRefused(let report): emit(.handshake(report), at: time)
    case .violation(let violation) where !isInsideFrame(of: sender): emit(.violation(violation), at: time)
    case .messages(let batch) where takesBatches && batch.hasFrames: pass(batch, from: sender, at: time)
    case .messages(let batch):
      batch.forEachFrame(in: bytes) { header, offset, payload in
        if sender == .client {
          emit(client.record(header, at: offset, payload: payload), at: time)
        } else {
          emit(server.record(header, at: offset, payload: payload), at: time)
        }
      }
    // What these say has shown in the frames.
    case .messageStart, .messageBytes, .messageEnd: break
    default:
      let frame =
        sender == .client ? client.record(event, bytes: bytes) : server.record(event, bytes: bytes)
      if let frame { emit(frame, at: time) }
    }
  }

  /// Goes on after the frame of this number, of a connection whose beginning is elsewhere.
  package func resume(_ sender: WebSocketRole, after number: UInt64, isInsideText: Bool) {
    for sink in sinks { sink.resume(sender, after: number, isInsideText: isInsideText) }
    if sender == .client {
      client.resume(after: number, isInsideText: isInsideText)
    } else {
      server.resume(after: number, isInsideText: isInsideText)
    }
  }

  /// Takes a message of a source that has no frames.
  package func message(_ kind: MessageKind, from sender: WebSocketRole, at time: Duration, bytes: RawSpan) {
    for sink in eventSinks {
      sink.handle(.messageStart(kind), from: sender, at: time, bytes: RawSpan(), connection: connection)
      sink.handle(.messageBytes(kind), from: sender, at: time, bytes: bytes, connection: connection)
      sink.handle(
        .messageEnd(kind, length: UInt64(bytes.byteCount)), from: sender, at: time, bytes: RawSpan(),
        connection: connection)
    }
    emit(sender == .client ? client.record(kind, bytes) : server.record(kind, bytes), at: time)
  }

  /// Takes word of how the connection was made.
  package func connected(_ summary: ConnectionSummary, at time: Duration) {
    emit(.connected(summary), at: time)
  }

  /// Takes what is known of TLS.
  package func tls(_ report: TLSReport, at time: Duration) { emit(.tls(report), at: time) }

  /// Takes the end of the connection: the frames that it cut, the handshake that failed, if one did, and the end become records.
  /// `address`, `start` and `isInsideMessage` are those of `EndSummary`. Without `reportsHandshake` the handshake is a record already.
  package func end(
    _ ending: ConnectionEnd, address: String, start: Duration, isInsideMessage: Bool, at time: Duration,
    reportsHandshake: Bool = true
  ) {
    cutFrames(at: time)
    if reportsHandshake, let report = ending.handshake { emit(.handshake(report), at: time) }
    let summary = EndSummary(
      ending, address: address, start: start, isInsideMessage: isInsideMessage, statistics: statistics)
    emit(.ended(summary), at: time)
  }

  /// Takes the end of what there is to read: the frames that it cuts become records.
  package func cutFrames(at time: Duration) {
    for frame in [client.unfinished(), server.unfinished()] { if let frame { emit(frame, at: time) } }
  }

  private func pass(_ batch: MessageBatch, from sender: WebSocketRole, at time: Duration) {
    if sender == .client { client.pass(batch) } else { server.pass(batch) }
    statistics.add(batch, from: sender)
    for sink in sinks { sink.receive(batch, from: sender, at: time) }
  }

  private func isInsideFrame(of sender: WebSocketRole) -> Bool {
    sender == .client ? client.isInsideFrame : server.isInsideFrame
  }

  /// Moves the frame on, because a copy of each is what a view of small frames costs most.
  private func emit(_ frame: consuming FrameRecord, at time: Duration) {
    statistics.add(&frame, at: time)
    give(TraceRecord(connection: connection, time: time, event: .frame(frame)))
  }

  private func emit(_ event: TraceEvent, at time: Duration) {
    let record = TraceRecord(connection: connection, time: time, event: event)
    switch event {
    case .connected, .tls, .handshake: opening?.append(record)
    case .frame, .violation, .ended: break
    }
    give(record)
  }

  private func give(_ record: TraceRecord) {
    for sink in sinks { sink.receive(record) }
  }
}
