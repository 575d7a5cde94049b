import NIOCore

/// Removes the file of a listening unix socket with its channel.
final class UnixSocketCleanupHandler: ChannelOutboundHandler {
  typealias OutboundIn = Never

  private let file: UnixSocketFile

  init(_ file: UnixSocketFile) { self.file = file }

  /// The file goes first: until the socket is closed no other file can have its inode.
  func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
    file.remove()
    context.close(mode: mode, promise: promise)
  }
}
