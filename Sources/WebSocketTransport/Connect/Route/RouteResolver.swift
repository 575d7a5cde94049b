import NIOCore
import NIOPosix
import SystemCalls
import WebSocketWire

/// The addresses of a name: those that the route gives, or the system's, of the versions of IP that it allows.
struct RouteResolver: Resolver, Sendable {
  let addressing: Addressing
  let loop: any EventLoop
  /// In place of the system's; a test gives its own.
  let other: (any Resolver & Sendable)?

  func initiateAQuery(host: String, port: Int) -> EventLoopFuture<[SocketAddress]> {
    query(.four, host, port)
  }

  func initiateAAAAQuery(host: String, port: Int) -> EventLoopFuture<[SocketAddress]> {
    query(.six, host, port)
  }

  func cancelQueries() { other?.cancelQueries() }

  /// All addresses, those of IPv4 first, since a proxy more often has that.
  func addresses(of host: String, _ port: Int) -> EventLoopFuture<[SocketAddress]> {
    let queries = [Addressing.Family.four, .six].map { family in
      query(family, host, port).map { Result<[SocketAddress], any Error>.success($0) }
        .flatMapErrorThrowing { .failure($0) }
    }
    return EventLoopFuture.whenAllSucceed(queries, on: loop).flatMapThrowing { answers in
      let found = answers.compactMap { try? $0.get() }.flatMap { $0 }
      // An error counts only where there is no address.
      return found.isEmpty ? try answers.flatMap { try $0.get() } : found
    }
  }

  private func query(_ family: Addressing.Family, _ host: String, _ port: Int) -> EventLoopFuture<
    [SocketAddress]
  > {
    if let wanted = addressing.family, wanted != family { return loop.makeSucceededFuture([]) }
    if let given = addressing.overrides.addresses(of: host, port) {
      let addresses = given.compactMap { try? SocketAddress(ipAddress: $0, port: port) }
      return loop.makeSucceededFuture(addresses.filter { $0.family == family })
    }
    if let other {
      return family == .four
        ? other.initiateAQuery(host: host, port: port) : other.initiateAAAAQuery(host: host, port: port)
    }
    return NIOThreadPool.singleton.runIfActive(eventLoop: loop) { try Self.lookUp(family, host, port) }
  }

  /// Asks the system, which may take as long as it likes.
  private static func lookUp(
    _ family: Addressing.Family, _ host: String, _ port: Int
  ) throws -> [SocketAddress] {
    var hints = addrinfo()
    hints.ai_family = family == .four ? AF_INET : AF_INET6
    hints.ai_socktype = SocketConstants.stream
    var list: UnsafeMutablePointer<addrinfo>?
    let code = getaddrinfo(host, String(port), &hints, &list)
    guard code == 0 else { throw LocalFault(String(cString: gai_strerror(code))) }
    defer { freeaddrinfo(list) }
    var addresses: [SocketAddress] = []
    var next = list
    while let entry = next?.pointee {
      if let address = entry.ai_addr {
        switch entry.ai_family {
        case AF_INET:
          address.withMemoryRebound(to: sockaddr_in.self, capacity: 1) {
            addresses.append(SocketAddress($0.pointee))
          }
        case AF_INET6:
          address.withMemoryRebound(to: sockaddr_in6.self, capacity: 1) {
            addresses.append(SocketAddress($0.pointee))
          }
        default: break
        }
      }
      next = entry.ai_next
    }
    return addresses
  }
}
