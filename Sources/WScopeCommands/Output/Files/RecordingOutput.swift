import NIOCore
import SystemCalls
import WebSocketCapture
import WebSocketTransport
import WebSocketWire

/// Where a run is recorded: one file, or with a rotation one after the other.
final class RecordingOutput {
  private let plan: RecordingPlan
  private let writer: RecordingWriter
  private var part = 1
  /// Writes what happens; set once.
  private(set) var recorder: (any Recorder)?
  /// Why nothing more is written.
  private(set) var failure: Failure?
  /// Called when a full queue has room again, and once when the file cannot be written.
  var onRoom: () -> Void = {}
  var onLoss: () -> Void = {}

  /// `descriptor` is that of the file that the plan has created, and is closed at the end. `role` is our end; nil where both ends are
  /// others.
  init(_ plan: RecordingPlan, _ descriptor: Int32, role: WebSocketRole?, clock: RunClock, loop: any EventLoop)
  {
    self.plan = plan
    writer = RecordingWriter(descriptor, loop: loop)
    writer.onRoom = { [unowned self] in onRoom() }
    writer.onLoss = { [unowned self] number, part in lose(plan.failure(number, part: part)) }
    writer.onIdle = { [unowned self] in flush() }
    recorder = plan.recorder(role: role, start: clock.startSinceEpoch, to: self)
  }

  var path: String { plan.path }

  var isFull: Bool { writer.isFull }

  func notePause() { writer.notePause() }

  /// Has what is recorded written; while a thread writes, more is gathered for it.
  func flush() { if writer.isIdleOrNoted() { recorder?.flush() } }

  /// Completes the file, and calls back when it is written or cannot be.
  func end(_ body: @escaping () -> Void) {
    if failure == nil { recorder?.finish() }
    writer.whenDrained { [self] in
      withExtendedLifetime(self) { body() }
    }
  }

  private func lose(_ failure: Failure) {
    guard self.failure == nil else { return }
    self.failure = failure
    onLoss()
  }
}

extension RecordingOutput: RecordingTarget {
  func append(_ block: inout [UInt8]) { writer.append(&block) }

  func back(over count: Int) { writer.back(over: count) }

  func next() {
    do throws(Failure) {
      writer.move(to: try plan.create(part: part + 1))
      part += 1
    } catch {
      lose(error)
    }
  }
}
