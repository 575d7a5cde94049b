import NIOCore

/// Removes the file of a listening unix socket with its channel.
final class UnixSocketRemover: ChannelOutboundHandler {
  typealias OutboundIn = Never

  private let path: String

  init(_ path: String) { self.path = path }

  /// The file goes first, for behind the close somebody else's could stand in its place.
  func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
    UnixSocketFile.remove(path)
    context.close(mode: mode, promise: promise)
  }
}
