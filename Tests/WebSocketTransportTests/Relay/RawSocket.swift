import NIOCore
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
    var name = [UInt8](repeating: 0, count: 128)
    var length = socklen_t(name.count)
    let isListening = try SocketAddress(ipAddress: "127.0.0.1", port: 0).withSockAddr { address, size in
      bind(made.descriptor, address, socklen_t(size)) == 0 && listen(made.descriptor, 64) == 0
        && name.withUnsafeMutableBytes { bytes in
          bytes.withMemoryRebound(to: sockaddr.self) {
            getsockname(made.descriptor, $0.baseAddress, &length) == 0
          }
        }
    }
    guard isListening else { throw Failure(call: "listen") }
    // The port comes after two bytes on every system.
    return (made, Int(name[2]) << 8 | Int(name[3]))
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
    let result = try SocketAddress(ipAddress: "127.0.0.1", port: port).withSockAddr { address, size in
      SystemCalls.connect(made.descriptor, address, socklen_t(size))
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
}
