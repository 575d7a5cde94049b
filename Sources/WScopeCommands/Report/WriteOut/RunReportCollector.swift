import WebSocketTransport
import WebSocketWire

/// Follows the connections of a run for its report.
final class RunReportCollector: TraceSink {
  private(set) var report: RunReport
  private let showsSecrets: Bool

  /// `url` is the one that was given, without user and password.
  init(url: String, showsSecrets: Bool) {
    self.showsSecrets = showsSecrets
    report = RunReport(url: showsSecrets ? url : SecretFilter.url(url))
  }

  /// Another connection is begun, at this time.
  func begin(at time: Duration) {
    report.connects += 1
    report.connection = ReportedConnection()
    report.connection.start = time
  }

  /// The last answer leads to another URL, or to another request for the same.
  func move(to url: String, at time: Duration) {
    if 300..<400 ~= report.connection.status ?? 0 { report.redirects += 1 }
    report.effectiveURL = showsSecrets ? url : SecretFilter.url(url)
    begin(at: time)
  }

  /// The connection could not be made.
  func failed(_ error: ConnectError) {
    report.connection.phases = error.phases
    report.connection.remote = error.address
    report.connection.local = error.localAddress
    if case .proxy(let failure) = error.reason, case .refused(let head, _, _) = failure.reason {
      report.connection.refusedByProxy = Self.status(of: head)
    }
  }

  /// The run is over, with this failure.
  func finished(_ failure: Failure?, at time: Duration) -> RunReport {
    report.total = time
    report.exitCode = failure?.status ?? ExitStatus.done.rawValue
    report.message = failure.flatMap { $0.status == ExitStatus.done.rawValue ? nil : $0.sentence }
    return report
  }

  func receive(_ record: TraceRecord) {
    switch record.event {
    case .connected(let summary):
      report.connection.phases = summary.phases
      report.connection.remote = summary.address
      report.connection.local = summary.localAddress
      report.connection.opened = record.time
      report.connection.agreement.subprotocol = summary.subprotocol.map {
        summary.isSubprotocolSecret && !showsSecrets ? SecretFilter.mark : $0
      }
    case .tls(let tls): report.connection.tls = tls
    case .handshake(let handshake): add(handshake)
    case .frame(let frame): add(frame, at: record.time)
    case .violation, .ended: break
    }
  }

  private func add(_ handshake: HandshakeReport) {
    report.client.heads += UInt64(handshake.request.bytes.count)
    for head in handshake.interim { report.server.heads += UInt64(head.bytes.count) }
    guard let response = handshake.response else { return }
    report.server.heads += UInt64(response.bytes.count)
    report.connection.status = Self.status(of: response)
    let extensions = response.fields("Sec-WebSocket-Extensions").map(\.value)
    if !extensions.isEmpty, report.connection.opened != nil {
      report.connection.agreement.extensions = extensions.joined(separator: ", ")
    }
  }

  private func add(_ frame: FrameRecord, at time: Duration) {
    let isWhole = frame.missing == 0
    if frame.header.opcode == .close, isWhole, report.connection.close == nil {
      report.connection.close = ClosePayload(payload: frame.payload)
    }
    let isData = !frame.header.opcode.isControl
    let endsMessage = isData && frame.header.isFinal && isWhole
    func count(in traffic: inout RunReport.Traffic) {
      traffic.wire &+= frame.wireCount
      if isData { traffic.payload &+= UInt64(frame.payload.count) &+ frame.omitted }
      if endsMessage { traffic.messages += 1 }
    }
    guard frame.sender == .server else { return count(in: &report.client) }
    count(in: &report.server)
    if endsMessage, report.connection.firstMessage == nil { report.connection.firstMessage = time }
  }

  private static func status(of head: HTTPHead) -> Int? {
    head.startLineParts.dropFirst().first.flatMap { Digits.decimal($0) }
  }
}
