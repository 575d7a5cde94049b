import NIOCore
import SystemCalls

/// Has a socket leave by the address or interface that a route wants, before it connects.
struct LocalBinding {
  let end: Addressing.LocalEnd

  /// Binds the channel that is about to connect to this address.
  func bind(_ context: ChannelHandlerContext, for remote: SocketAddress) -> EventLoopFuture<Void> {
    switch end {
    case .address(let text):
      guard let local = try? SocketAddress(ipAddress: text, port: 0), local.family == remote.family else {
        return context.eventLoop.makeFailedFuture(
          LocalFault("\(text) is not an address that leads to one of \(remote.family?.name ?? "its kind")"))
      }
      return bind(context, to: local)
    case .interface(let name):
      let context = NIOLoopBound(context, eventLoop: context.eventLoop)
      return restrict(context.value.channel, to: name).flatMapErrorWithEventLoop { error, loop in
        // Some systems let no ordinary user do this, but anyone may take the interface's address.
        guard let local = Self.address(of: name, remote.family) else {
          return loop.makeFailedFuture(
            LocalFault("no interface \(name) with an \(remote.family?.name ?? "") address is there"))
        }
        return bind(context.value, to: local)
      }
    }
  }

  private func bind(_ context: ChannelHandlerContext, to address: SocketAddress) -> EventLoopFuture<Void> {
    let promise = context.eventLoop.makePromise(of: Void.self)
    context.bind(to: address, promise: promise)
    return promise.futureResult
  }

  /// Has packets leave by the interface of that name alone (`SO_BINDTODEVICE`).
  private func restrict(_ channel: any Channel, to name: String) -> EventLoopFuture<Void> {
    #if os(Linux)
      // The name has at most 15 bytes and a zero after them.
      if let channel = channel as? any SocketOptionProvider, name.utf8.count < 16 {
        var (low, high): (UInt64, UInt64) = (0, 0)
        for (index, byte) in name.utf8.enumerated() {
          if index < 8 {
            low |= UInt64(byte) << (8 * index)
          } else {
            high |= UInt64(byte) << (8 * (index - 8))
          }
        }
        return channel.unsafeSetSocketOption(
          level: .socket, name: NIOBSDSocket.Option(rawValue: SO_BINDTODEVICE),
          value: (low.littleEndian, high.littleEndian))
      }
    #endif
    return channel.eventLoop.makeFailedFuture(LocalFault("no interface \(name) is there"))
  }

  private static func address(of interface: String, _ family: Addressing.Family?) -> SocketAddress? {
    let devices = (try? System.enumerateDevices()) ?? []
    return devices.lazy.filter { $0.name == interface }.compactMap(\.address).first { $0.family == family }
  }
}

/// Why a socket cannot leave as it should.
struct LocalFault: Error, CustomStringConvertible {
  let description: String

  init(_ words: String) { description = words }
}
