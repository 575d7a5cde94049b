import NIOCore
import WebSocketCapture
import WebSocketInspect
import WebSocketTransport
import WebSocketWire

/// What a prompt records, from the time that it is asked to.
final class PromptRecording {
  private let role: WebSocketRole
  private let clock: RunClock
  private let loop: any EventLoop
  private var output: RecordingOutput?
  /// Called when a full queue has room again.
  var onRoom: () -> Void = {}
  /// Called when the file cannot be written, after which nothing is recorded.
  var onLoss: (Failure) -> Void = { _ in }
  /// Gives each connection what it is recorded by from now on; nil for nothing.
  var onChange: ((any Recorder)?) -> Void = { _ in }

  init(role: WebSocketRole, clock: RunClock, loop: any EventLoop) {
    self.role = role
    self.clock = clock
    self.loop = loop
  }

  /// nil while nothing is recorded.
  var recorder: (any Recorder)? { output?.recorder }

  /// The file; nil while nothing is recorded.
  var path: String? { output?.path }

  var isFull: Bool { output?.isFull == true }

  func notePause() { output?.notePause() }

  func flush() { output?.flush() }

  /// Records all that happens from now on, and how the connections that there are came to be, in a file that was just made.
  func begin(_ plan: RecordingPlan, _ descriptor: Int32) {
    stop()
    let output = RecordingOutput(plan, descriptor, role: role, clock: clock, loop: loop)
    output.onRoom = { [unowned self] in onRoom() }
    output.onLoss = { [unowned self, unowned output] in
      guard let failure = output.failure else { return }
      onLoss(failure)
      stop()
    }
    self.output = output
    onChange(output.recorder)
  }

  func stop() {
    guard let output else { return }
    self.output = nil
    onChange(nil)
    output.end {}
  }

  /// Completes the file, and calls back when it is written or cannot be.
  func end(_ body: @escaping () -> Void) {
    if let output { output.end(body) } else { body() }
  }
}
