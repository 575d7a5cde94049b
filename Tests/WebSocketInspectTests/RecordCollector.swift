import WebSocketWire

/// Keeps the records that a recorder builds.
final class RecordCollector: EventSink {
  private var recorder: FrameRecorder
  private var records: [FrameRecord] = []

  init(_ recorder: FrameRecorder) { self.recorder = recorder }

  func handle(_ event: WebSocketEvent, from sender: WebSocketRole, at time: Duration, bytes: RawSpan) {
    if let record = recorder.record(event, bytes: bytes) { records.append(record) }
  }

  func finish() -> [FrameRecord] { records + [recorder.unfinished()].compactMap { $0 } }
}
