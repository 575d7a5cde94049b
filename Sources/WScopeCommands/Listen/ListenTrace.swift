import WebSocketCapture
import WebSocketTransport
import WebSocketWire

/// What is written of a listener's run beside its payload: views, JSON Lines or a recording of each client, and the counts of the whole.
final class ListenTrace {
  private let plan: ListenPlan
  private let outputs: RunOutputs
  private let clock: RunClock
  /// What belongs to no client, as events.
  private let events: EventWriter?
  private let statistics: RunStatistics?
  /// What a prompt records by.
  var promptRecorder: () -> (any Recorder)? = { nil }

  init(_ plan: ListenPlan, outputs: RunOutputs, clock: RunClock) {
    self.plan = plan
    self.outputs = outputs
    self.clock = clock
    events = plan.events?.writer(of: 0, role: .server, clock: clock, to: outputs.events)
    statistics = plan.views.stats ? RunStatistics(role: .server) : nil
  }

  private var recorder: (any Recorder)? { outputs.recording?.recorder ?? promptRecorder() }

  func listening(at place: String) {
    events?.listening(at: place, time: clock.now)
    recorder?.listening(at: place, time: clock.now)
  }

  /// The trace of a client; nil where nothing is shown, recorded or counted. With `hasPrompt`, views are the prompt's to show.
  func client(_ number: Int, hasPrompt: Bool) -> SessionTrace? {
    var sinks: [any TraceSink] = statistics.map { [$0] } ?? []
    if let recorder = outputs.recording?.recorder { sinks.append(recorder.connection(number)) }
    if let events = plan.events {
      sinks.append(events.writer(of: number, role: .server, clock: clock, to: outputs.events))
    } else if plan.views.isAnything, !hasPrompt {
      sinks.append(LiveView(output: outputs.views, options: plan.views, role: .server, clock: clock))
    }
    guard !sinks.isEmpty else { return nil }
    return SessionTrace(
      connection: number, url: "", peer: .client, sinks: sinks,
      payloadLimit: plan.events?.messageLimit ?? SessionTrace.payloadLimit)
  }

  /// The run is over, with this failure if it failed.
  func ended(_ failure: Failure?) {
    events?.failed(failure, at: clock.now)
    recorder?.failed(failure, connection: 0, at: clock.now)
    outputs.events.flush()
    statistics?.write(to: outputs.notes, width: plan.views.width)
  }
}
