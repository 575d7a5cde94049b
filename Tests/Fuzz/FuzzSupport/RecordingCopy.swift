package import WebSocketCapture
package import WebSocketWire

/// The files of a recording, in memory.
package final class RecordedBytes: RecordingTarget {
  package private(set) var files: [[UInt8]] = [[]]

  package init() {}

  package var bytes: [UInt8] { files[0] }

  package func append(_ block: inout [UInt8]) {
    files[files.count - 1] += block
    block = []
  }

  package func back(over count: Int) { files[files.count - 1].removeLast(count) }

  package func next() { files.append([]) }
}

/// Reads a recording and records it again.
package final class RecordingCopy: RecordingSink {
  private let target = RecordedBytes()
  private var recorder: (any Recorder)?
  private var builders: [Int: (builder: TraceBuilder, recorded: any RecordedConnection)] = [:]
  private var opened: Set<Int> = []
  private let make: (WebSocketRole?, Duration, any RecordingTarget) -> any Recorder

  package init(
    _ make: @escaping (WebSocketRole?, Duration, any RecordingTarget) -> any Recorder = {
      LineRecorder(role: $0, start: $1, showsSecrets: true, to: $2)
    }
  ) { self.make = make }

  /// What the lines become, read in pieces of this many bytes.
  package func copy(_ bytes: [UInt8], piece: Int = .max) throws -> [UInt8] {
    var reader = LineReader(into: self)
    try bytes.forEachPiece(of: piece) { piece throws(CaptureFault) in try reader.receive(piece) }
    try reader.end()
    return finish()
  }

  /// What the messages of a HAR file become.
  package func copy(har bytes: [UInt8]) throws -> [UInt8] {
    var reader = HARReader(into: self)
    try reader.receive(bytes.span.bytes)
    try reader.end()
    return finish()
  }

  private func finish() -> [UInt8] {
    recorder?.finish()
    return target.bytes
  }

  package func begin(role: WebSocketRole?, start: Duration) { recorder = make(role, start, target) }

  package func handle(_ event: RecordedEvent, connection: Int, at time: Duration, bytes: RawSpan) {
    guard let recorder else { return }
    switch event {
    case .listening(let url): return recorder.listening(at: url, time: time)
    case .failed(let failure, let retry):
      return recorder.failed(failure, retry: retry, connection: connection, at: time)
    default: break
    }
    let one =
      builders[connection]
      ?? {
        let recorded = recorder.connection(connection)
        return (TraceBuilder(connection: connection, payloadLimit: 100, sinks: [recorded]), recorded)
      }()
    builders[connection] = one
    let builder = one.builder
    switch event {
    case .connected(let summary):
      opened.insert(connection)
      builder.connected(summary, at: time)
    case .tls(let report): builder.tls(report, at: time)
    case .handshake(let report):
      let event: WebSocketEvent = opened.contains(connection) ? .opened(report) : .handshakeRefused(report)
      builder.handle(event, from: .server, at: time, bytes: RawSpan())
    case .event(let event, let sender): builder.handle(event, from: sender, at: time, bytes: bytes)
    case .message(let kind, let sender): builder.message(kind, from: sender, at: time, bytes: bytes)
    case .resumed(let sender, let number, let isInsideText):
      builder.resume(sender, after: number, isInsideText: isInsideText)
    case .ended(let ending, let address, let start, let isInsideMessage):
      builder.end(
        ending, address: address, start: start, isInsideMessage: isInsideMessage, at: time,
        reportsHandshake: false)
      builders[connection] = nil
    case .openAtEnd:
      builder.cutFrames(at: time)
      one.recorded.openAtEnd(builder.statistics, at: time)
    case .note(let note, let sender): one.recorded.note(note, from: sender, at: time)
    case .listening, .failed: break
    }
  }
}

extension [UInt8] {
  /// Calls `body` with the bytes in pieces of this many.
  func forEachPiece(
    of count: Int, _ body: (RawSpan) throws(CaptureFault) -> Void
  ) throws(CaptureFault) {
    var rest = span.bytes
    while rest.byteCount > 0 {
      try body(rest.extracting(first: count))
      rest = rest.extracting(droppingFirst: Swift.min(count, rest.byteCount))
    }
  }
}
