import SystemCalls
import WebSocketCapture
import WebSocketWire

/// A recording that is written while another file is read: its writes wait for the disk.
final class RecordingFile: RecordingTarget {
  private let plan: RecordingPlan
  private var descriptor: Int32
  private var part = 1
  private(set) var failure: Failure?
  /// Writes it, once it is known what is recorded.
  private(set) var recorder: (any Recorder)?

  /// Fails with status 73 where it is there already or cannot be made.
  init(_ plan: RecordingPlan) throws(Failure) {
    self.plan = plan
    descriptor = try plan.create()
  }

  /// What nothing was written to does not stay.
  deinit {
    close(descriptor)
    if recorder == nil { unlink(plan.path) }
  }

  /// Whether the format has frames, and cannot have messages without them.
  var needsFrames: Bool { plan.format == .pcapng }

  /// Gives what writes the connections of a run of this role that began then.
  func begin(role: WebSocketRole?, start: Duration) -> any Recorder {
    if let recorder { return recorder }
    let recorder = plan.recorder(role: role, start: start, to: self)
    self.recorder = recorder
    return recorder
  }

  /// Completes the file. Fails where it could not be written.
  func end() throws(Failure) {
    recorder?.finish()
    if let failure { throw failure }
  }

  func append(_ block: inout [UInt8]) {
    defer { block.removeAll(keepingCapacity: true) }
    guard failure == nil else { return }
    let number = Descriptor.writeAll(descriptor, block)
    if number != 0 { failure = plan.failure(number, part: part) }
  }

  func back(over count: Int) { lseek(descriptor, off_t(-count), SEEK_CUR) }

  func next() {
    do throws(Failure) {
      let next = try plan.create(part: part + 1)
      close(descriptor)
      part += 1
      descriptor = next
    } catch {
      failure = failure ?? error
    }
  }
}
