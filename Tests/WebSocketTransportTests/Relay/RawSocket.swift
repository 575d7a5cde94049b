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
    var length = socklen_t(address.count)
    let isListening = address.withUnsafeMutableBytes { bytes in
      guard let pointer = bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self) else { return false }
      return bind(made.descriptor, pointer, length) == 0 && listen(made.descriptor, 64) == 0
        && getsockname(made.descriptor, pointer, &length) == 0
    }
    guard isListening else { throw Failure(call: "listen") }
    return (made, Int(address[2]) << 8 | Int(address[3]))
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
    let result = loopback(port: port).withUnsafeBytes { bytes in
      guard let pointer = bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self) else { return Int32(-1) }
      return SystemCalls.connect(made.descriptor, pointer, socklen_t(bytes.count))
    }
    guard result == 0 else { throw Failure(call: "connect") }
    try made.setNonblocking()
    return made
  }

  /// Sends until the other end has taken nothing for half a second, or has taken 256 MiB; gives how much it took.
  func sendUntilFull() throws -> Int {
    let block = [UInt8](repeating: 0x61, count: 65536)
    var sent = 0
    while sent < 256 << 20 {
      var request = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
      if poll(&request, 1, 500) == 0 { break }
      let count = send(descriptor, block, block.count, Int32(MSG_NOSIGNAL))
      guard count >= 0 || errno == EAGAIN else { throw Failure(call: "send") }
      sent += max(0, count)
    }
    return sent
  }

  /// What comes up to the end of the other's direction, as the single reads have it.
  func readToEnd() throws -> [[UInt8]] {
    var reads: [[UInt8]] = []
    while true {
      var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      guard poll(&request, 1, 20_000) > 0 else { throw Failure(call: "poll") }
      var space = [UInt8](repeating: 0, count: 65536)
      let count = recv(descriptor, &space, space.count, 0)
      if count == 0 { return reads }
      guard count > 0 else { throw Failure(call: "recv") }
      reads.append(Array(space.prefix(count)))
    }
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

  /// The bytes of a `sockaddr_in`, whose members two modules declare.
  private static func loopback(port: Int) -> [UInt8] {
    withUnsafeBytes(of: sa_family_t(AF_INET)) { Array($0) }
      + [UInt8(truncatingIfNeeded: port >> 8), UInt8(truncatingIfNeeded: port), 127, 0, 0, 1]
      + [UInt8](repeating: 0, count: 8)
  }
}
