import SystemCalls

/// A socket of IPv4's loopback that a test moves bytes through by system calls.
final class RawSocket {
  /// A system call that failed.
  struct Failure: Error {
    let call: String
    let number = errno
  }

  private(set) var descriptor: Int32

  /// Takes a descriptor that is closed with the socket.
  init(_ descriptor: Int32) { self.descriptor = descriptor }

  private static func make() throws -> RawSocket {
    let made = RawSocket(socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0))
    guard made.descriptor >= 0 else { throw Failure(call: "socket") }
    return made
  }

  deinit { if descriptor >= 0 { SystemCalls.close(descriptor) } }

  /// One that listens on a port of the system's choice, and the port.
  static func listening() throws -> (socket: RawSocket, port: Int) {
    let made = try make()
    var address = loopback(port: 0)
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isListening = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(made.descriptor, $0, length) == 0 && listen(made.descriptor, 64) == 0
          && getsockname(made.descriptor, $0, &length) == 0
      }
    }
    guard isListening else { throw Failure(call: "listen") }
    return (made, Int(UInt16(bigEndian: address.sin_port)))
  }

  /// Waits for the next connection.
  func accept() throws -> RawSocket {
    let accepted = SystemCalls.accept(descriptor, nil, nil)
    guard accepted >= 0 else { throw Failure(call: "accept") }
    let socket = RawSocket(accepted)
    try socket.setNonblocking()
    return socket
  }

  /// Connects to a port of loopback, and after that no call waits.
  static func connect(to port: Int) throws -> RawSocket {
    let made = try make()
    var address = loopback(port: port)
    let result = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        SystemCalls.connect(made.descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard result == 0 else { throw Failure(call: "connect") }
    try made.setNonblocking()
    return made
  }

  /// Ends the direction to the other end.
  func endOutput() { shutdown(descriptor, Int32(SHUT_WR)) }

  /// Resets the connection.
  func reset() {
    var now = linger(l_onoff: 1, l_linger: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &now, socklen_t(MemoryLayout<linger>.size))
    close()
  }

  func close() {
    SystemCalls.close(descriptor)
    descriptor = -1
  }

  /// No call waits from now on, nor does a small piece for what was sent before it.
  private func setNonblocking() throws {
    var isOn: Int32 = 1
    let size = socklen_t(MemoryLayout<Int32>.size)
    guard fcntl(descriptor, F_SETFL, O_NONBLOCK) == 0,
      setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &isOn, size) == 0
    else { throw Failure(call: "setsockopt") }
  }

  private static func loopback(port: Int) -> sockaddr_in {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(UInt16(truncatingIfNeeded: port).bigEndian)
    address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
    return address
  }
}
