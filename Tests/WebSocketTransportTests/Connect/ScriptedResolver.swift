import NIOCore
import NIOPosix

/// Answers each query with the addresses that a test has written down, or never where it has written none.
struct ScriptedResolver: Resolver {
  private let four: EventLoopPromise<[SocketAddress]>
  private let six: EventLoopPromise<[SocketAddress]>

  init(six: [SocketAddress]?, four: [SocketAddress]?, on loop: any EventLoop) {
    self.six = loop.makePromise()
    self.four = loop.makePromise()
    if let six { self.six.succeed(six) }
    if let four { self.four.succeed(four) }
  }

  func initiateAAAAQuery(host: String, port: Int) -> EventLoopFuture<[SocketAddress]> { six.futureResult }
  func initiateAQuery(host: String, port: Int) -> EventLoopFuture<[SocketAddress]> { four.futureResult }

  func cancelQueries() {
    six.fail(CancellationError())
    four.fail(CancellationError())
  }
}
