import NIOCore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The socket below a channel that nothing encrypts, for what the system takes at once.
///
/// NIO's own way to the system costs a promise, a queue and a copy for every write; it is for what has to wait.
struct PlainSocket {
  private let descriptor: NIOBSDSocket.Handle

  /// nil where the channel is no socket.
  init?(of channel: any Channel) {
    guard
      let handle = try? channel.pipeline.syncOperations.withUnsafeTransportIfAvailable(
        of: NIOBSDSocket.Handle.self, { $0 })
    else { return nil }
    descriptor = handle
  }

  /// Sends what goes without waiting; gives how many bytes that were. To be called only while the channel is active and has
  /// nothing to write. An error sends nothing: NIO meets it again and knows what to do.
  func send(_ bytes: RawSpan) -> Int {
    bytes.withUnsafeBytes { bytes in
      #if canImport(Glibc)
        let count = Glibc.send(descriptor, bytes.baseAddress, bytes.count, Self.flags)
      #elseif canImport(Musl)
        let count = Musl.send(descriptor, bytes.baseAddress, bytes.count, Self.flags)
      #else
        let count = Darwin.send(descriptor, bytes.baseAddress, bytes.count, Self.flags)
      #endif
      return max(0, count)
    }
  }

  #if canImport(Darwin)
    // There a socket itself is told to raise no signal, by NIO.
    private static let flags = MSG_DONTWAIT
  #else
    private static let flags = Int32(MSG_DONTWAIT | MSG_NOSIGNAL)
  #endif
}
