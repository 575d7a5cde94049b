import NIOCore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Where a run writes to; payload and views may share a descriptor, and then share its queue.
struct RunOutputs {
  let payload: OutputWriter
  let views: OutputWriter

  /// Payload to standard output, views to that descriptor.
  init(views descriptor: Int32, loop: any EventLoop) {
    payload = OutputWriter(STDOUT_FILENO, loop: loop)
    views = descriptor == STDOUT_FILENO ? payload : OutputWriter(descriptor, loop: loop)
  }
}
