import NIOCore
import SystemCalls

/// The socket below a channel, for what the system takes at once, which only a stream that nothing encrypts may use, and for what
/// has come.
///
/// NIO's own way to the system costs a promise, a queue and a copy for every write; it is for what has to wait.
struct DirectSocketWriter {
  private let descriptor: NIOBSDSocket.Handle

  /// nil where the channel is not a socket.
  init?(of channel: any Channel) {
    guard
      let handle = try? channel.pipeline.syncOperations.withUnsafeTransportIfAvailable(
        of: NIOBSDSocket.Handle.self, { $0 })
    else { return nil }
    descriptor = handle
  }

  /// Sends what goes without waiting; gives how many bytes that were, and the `errno` of a stream that is broken, else 0. To be
  /// called only while the channel is active and has nothing to write.
  func send(_ bytes: RawSpan) -> (count: Int, error: Int32) {
    bytes.withUnsafeBytes { bytes in
      let count = SystemCalls.send(
        descriptor, bytes.baseAddress, bytes.count, SocketConstants.nonblockingSend)
      if count >= 0 { return (count, 0) }
      return (0, errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR ? 0 : errno)
    }
  }

  /// Has the stream be reset when it is closed, and what waits to be sent be dropped. A unix socket knows no reset.
  func resetOnClose() {
    var now = linger(l_onoff: 1, l_linger: 0)
    _ = setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &now, socklen_t(MemoryLayout<linger>.size))
  }

  /// The other end's address, which Linux still knows after the peer has reset the stream; nil where it is not known.
  var peerAddress: SocketAddress? {
    #if canImport(Darwin)
      return nil
    #else
      var storage = sockaddr_storage()
      var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
      guard getsockopt(descriptor, SOL_SOCKET, SO_PEERNAME, &storage, &length) == 0 else { return nil }
      return withUnsafePointer(to: &storage) { storage in
        switch Int32(storage.pointee.ss_family) {
        case AF_INET:
          storage.withMemoryRebound(to: sockaddr_in.self, capacity: 1) { SocketAddress($0.pointee) }
        case AF_INET6:
          storage.withMemoryRebound(to: sockaddr_in6.self, capacity: 1) { SocketAddress($0.pointee) }
        default: nil
        }
      }
    #endif
  }

  /// How many bytes have come that are not read yet.
  var waitingInput: Int {
    var count: Int32 = 0
    return ioctl(descriptor, UInt(FIONREAD), &count) == 0 ? Int(count) : 0
  }
}
