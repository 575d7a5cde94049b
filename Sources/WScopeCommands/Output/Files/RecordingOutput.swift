import NIOCore
import SystemCalls
import WebSocketCapture
import WebSocketTransport
import WebSocketWire

/// Where a run is recorded: one file, or with a rotation one after the other.
final class RecordingOutput {
  private let plan: RecordingPlan
  private let loop: any EventLoop
  private var descriptor: Int32
  private var writer: OutputWriter
  private var part = 1
  /// Writes what happens; set once.
  private(set) var recorder: (any Recorder)?
  /// Why nothing more is written.
  private(set) var failure: Failure?
  /// Called when a full queue has room again, and once when the file cannot be written.
  var onRoom: () -> Void = {}
  var onLoss: () -> Void = {}

  /// `descriptor` is that of the file that the plan has created, and is closed at the end.
  init(_ plan: RecordingPlan, _ descriptor: Int32, role: WebSocketRole, clock: RunClock, loop: any EventLoop)
  {
    self.plan = plan
    self.loop = loop
    self.descriptor = descriptor
    writer = OutputWriter(descriptor, loop: loop)
    heed(writer)
    recorder = plan.recorder(role: role, start: clock.startSinceEpoch, to: self)
  }

  deinit { close(descriptor) }

  var path: String { plan.path }

  var isFull: Bool { writer.isFull }

  func notePause() { writer.notePause() }

  func flush() {
    recorder?.flush()
    writer.flush()
  }

  /// Completes the file, and calls back when it is written or cannot be.
  func end(_ body: @escaping () -> Void) {
    if failure == nil { recorder?.finish() }
    writer.whenDrained { [self] in
      withExtendedLifetime(self) { body() }
    }
  }

  private func heed(_ writer: OutputWriter) {
    writer.onRoom = { [unowned self] in onRoom() }
    writer.onLoss = { [unowned self] number in
      lose(plan.failure(number, part: part))
    }
  }

  private func lose(_ failure: Failure) {
    guard self.failure == nil else { return }
    self.failure = failure
    onLoss()
  }
}

extension RecordingOutput: RecordingTarget {
  func append(_ bytes: RawSpan) { writer.append(bytes) }

  /// A file takes all at once, so nothing waits in the queue.
  func back(over count: Int) {
    writer.flush()
    lseek(descriptor, off_t(-count), SEEK_CUR)
  }

  func next() {
    do throws(Failure) {
      let next = try plan.create(part: part + 1)
      part += 1
      let (old, done) = (descriptor, writer)
      done.whenDrained {
        done.onRoom = {}
        close(old)
      }
      descriptor = next
      writer = OutputWriter(next, loop: loop)
      heed(writer)
    } catch {
      lose(error)
    }
  }
}
