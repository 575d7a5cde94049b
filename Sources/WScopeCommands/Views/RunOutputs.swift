import NIOCore
import SystemCalls
import WebSocketTransport

/// Where a run writes to; payload and views that go to the same place share a queue, so that neither cuts a line of the
/// other.
struct RunOutputs {
  let payload: OutputWriter
  let views: OutputWriter
  /// What a listener says of itself: standard error.
  let notes: OutputWriter

  /// Payload to standard output, views to that descriptor.
  init(views descriptor: Int32, loop: any EventLoop) {
    payload = OutputWriter(STDOUT_FILENO, loop: loop)
    views = Descriptor.areSame(descriptor, STDOUT_FILENO) ? payload : OutputWriter(descriptor, loop: loop)
    notes = Descriptor.areSame(descriptor, STDERR_FILENO) ? views : OutputWriter(STDERR_FILENO, loop: loop)
  }

  /// Opens where views go: standard error unless a path says otherwise, `-` for standard output.
  static func descriptor(forViews path: String?) throws(Failure) -> Int32 {
    guard let path else { return STDERR_FILENO }
    if path == "-" { return STDOUT_FILENO }
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else {
      throw Failure(.cannotCreate, "\(path) cannot be created: \(SystemError.words(errno))")
    }
    return descriptor
  }
}
