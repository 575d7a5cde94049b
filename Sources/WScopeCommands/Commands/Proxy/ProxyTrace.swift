import WebSocketCapture
import WebSocketTransport
import WebSocketWire

/// Shows or writes one WebSocket connection of a relay, as one of a capture would be.
final class ProxyTrace: ConversationSink {
  private let trace: ReadTrace
  private let sinks: RecordingTrace.Sinks
  private let relay: Relay

  /// `isSecure` says whether TLS is spoken with the server.
  init(_ number: Int, _ sinks: RecordingTrace.Sinks, of relay: Relay, isSecure: Bool) {
    (self.sinks, self.relay) = (sinks, relay)
    trace = ReadTrace(number, sinks) {
      ReadTrace.Ends(client: relay.clientAddress, server: relay.serverAddress, isSecure: isSecure)
    }
  }

  var interests: EventInterests { trace.interests }

  func handle(_ event: WebSocketEvent, from sender: WebSocketRole, at time: Duration, bytes: RawSpan) {
    if case .opened = event, let tls = relay.tls { sinks.builder.tls(tls, at: time) }
    trace.handle(event, from: sender, at: time, bytes: bytes)
  }

  func note(_ note: CaptureNote, from sender: WebSocketRole, at time: Duration) {
    trace.note(note, from: sender, at: time)
  }

  func ended(_ end: ConversationEnding, at time: Duration) {
    // What is open when the run ends was dropped by it.
    guard case .open = end else { return trace.ended(end, at: time) }
    trace.ended(.ended(.abandoned, isInsideMessage: false), at: time)
  }
}
