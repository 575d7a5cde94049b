import NIOCore
import WebSocketInspect
import WebSocketTransport
import WebSocketWire

/// A listener from its port to the signal that ends it; every client gets its echo.
final class ListenRun {
  private let plan: ListenPlan
  private let views: OutputWriter
  private let finish: (Failure?) -> Void
  private var channel: (any Channel)?
  private var sessions: [ObjectIdentifier: Session] = [:]
  private var ending: Failure?

  init(_ plan: ListenPlan, views: OutputWriter, finish: @escaping (Failure?) -> Void) {
    self.plan = plan
    self.views = views
    self.finish = finish
    views.onRoom = { [self] in for session in sessions.values { rest(session) } }
  }

  /// Whoever does not take the views, or its echo, is not read.
  fileprivate func rest(_ session: Session) {
    if views.isFull { views.notePause() }
    session.isReadingPaused = session.state == .open && (views.isFull || !session.isWritable)
  }

  func listening(_ result: Result<any Channel, any Error>) {
    switch result {
    case .success(let channel):
      self.channel = channel
      let scheme = plan.server.identity == nil ? "ws" : "wss"
      let host = plan.server.host.contains(":") ? "[\(plan.server.host)]" : plan.server.host
      views.append("listening on \(scheme)://\(host):\(channel.localAddress?.port ?? plan.server.port)/\n")
      views.flush()
    case .failure(let error): finish(Failure(error))
    }
  }

  /// Says goodbye to every client, and ends when the last one is gone.
  func interrupted(by signal: Int32) {
    ending = Failure(status: ExitStatus.signal(signal), "ended by signal \(signal)")
    channel?.close(promise: nil)
    for session in sessions.values {
      session.isReadingPaused = false
      if session.state == .open {
        try? session.close(.goingAway)
      } else if session.state == .opening {
        session.abort()
      }
    }
    views.flush()
    endIfAlone()
  }

  func consumer(for session: Session) -> any SessionConsumer {
    sessions[ObjectIdentifier(session)] = session
    return ListenConsumer(
      run: self,
      views: LiveView(output: views, options: plan.views, role: .server, connection: session.number))
  }

  fileprivate func ended(_ session: Session) {
    sessions[ObjectIdentifier(session)] = nil
    endIfAlone()
  }

  private func endIfAlone() {
    guard let ending, sessions.isEmpty else { return }
    views.whenDrained(within: .seconds(1)) { [self] in finish(ending) }
  }
}

/// One client of a listener.
private final class ListenConsumer: SessionConsumer {
  private let run: ListenRun
  private let views: LiveView
  private let echo = EchoConsumer()

  init(run: ListenRun, views: LiveView) {
    self.run = run
    self.views = views
  }

  var wantsFrames: Bool { true }

  func received(_ event: Event, bytes: RawSpan, in session: Session) {
    views.received(event, bytes, session)
    echo.received(event, bytes: bytes, in: session)
    if case .ended = event { run.ended(session) }
  }

  func sent(_ event: Event, bytes: RawSpan, in session: Session) {
    views.sent(event, bytes)
  }

  func batchEnded(in session: Session) {
    views.flush()
    run.rest(session)
  }

  func writabilityChanged(in session: Session) { run.rest(session) }

  func failed(_ error: TransportError, in session: Session) { run.ended(session) }
}
