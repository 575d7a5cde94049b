import NIOCore
import SystemCalls

/// Where a run writes to; payload and views that go to the same place share a queue, so that neither cuts a line of the
/// other.
struct RunOutputs {
  let payload: OutputWriter
  let views: OutputWriter

  /// Payload to standard output, views to that descriptor.
  init(views descriptor: Int32, loop: any EventLoop) {
    payload = OutputWriter(STDOUT_FILENO, loop: loop)
    views = Descriptor.areSame(descriptor, STDOUT_FILENO) ? payload : OutputWriter(descriptor, loop: loop)
  }
}
