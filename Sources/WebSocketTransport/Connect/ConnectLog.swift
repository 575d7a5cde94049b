import NIOCore

/// What one connect has tried so far.
final class ConnectLog {
  private(set) var attempts: [ConnectAttempt] = []
  private let clock: RunClock

  init(clock: RunClock) { self.clock = clock }

  /// The attempts that failed or were overtaken before the address answered; nil if it was the first.
  func detail(before address: String) -> String? {
    let others = attempts.filter { $0.address != address }.map {
      "\($0.address): \($0.failure ?? "no answer")"
    }
    return others.isEmpty ? nil : "after " + others.joined(separator: ", ")
  }

  fileprivate func begin(_ address: SocketAddress) -> Int {
    attempts.append(ConnectAttempt(address: address.text, start: clock.now))
    return attempts.count - 1
  }

  fileprivate func end(_ index: Int, _ error: (any Error)?) {
    // An address that was overtaken has not been decided.
    if case ChannelError.ioOnClosedChannel? = error { return }
    attempts[index].end = clock.now
    attempts[index].failure = error.map {
      ($0 as? IOError).map { SystemError.words($0.errnoCode) } ?? "\($0)"
    }
  }

  /// Notes the connect of its channel, binds the socket where that is wanted, and leaves the pipeline.
  final class Handler: ChannelOutboundHandler, RemovableChannelHandler {
    typealias OutboundIn = Never
    private let log: ConnectLog
    private let localEnd: Addressing.LocalEnd?

    init(_ log: ConnectLog, localEnd: Addressing.LocalEnd?) {
      self.log = log
      self.localEnd = localEnd
    }

    func connect(context: ChannelHandlerContext, to address: SocketAddress, promise: EventLoopPromise<Void>?)
    {
      let index = log.begin(address)
      let done = promise ?? context.eventLoop.makePromise()
      done.futureResult.assumeIsolated().whenComplete { [log] result in
        if case .failure(let error) = result { log.end(index, error) } else { log.end(index, nil) }
      }
      guard let localEnd, address.family != nil else { return connect(context, address, done) }
      LocalBinding(end: localEnd).bind(context, for: address).assumeIsolated().whenComplete { [self] result in
        switch result {
        case .success: connect(context, address, done)
        case .failure(let error): done.fail(error)
        }
      }
    }

    private func connect(
      _ context: ChannelHandlerContext, _ address: SocketAddress, _ promise: EventLoopPromise<Void>
    ) {
      context.connect(to: address, promise: promise)
      context.pipeline.syncOperations.removeHandler(self, promise: nil)
    }
  }
}
