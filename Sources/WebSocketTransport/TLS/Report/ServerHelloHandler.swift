import NIOCore

/// Passes the server's bytes on to TLS, and reports what its hello chooses, which NIOSSL does not; then it leaves the pipeline.
final class ServerHelloHandler: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = ByteBuffer

  private var reader = ServerHelloReader()
  private let report: (ServerHello) -> Void

  init(_ report: @escaping (ServerHello) -> Void) { self.report = report }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let wasDone = reader.isDone
    reader.read(unwrapInboundIn(data).readableBytesView)
    let isFound = !wasDone && reader.isDone
    if isFound, let hello = reader.hello { report(hello) }
    context.fireChannelRead(data)
    // What TLS makes of the bytes may have taken it out already.
    if isFound { context.pipeline.syncOperations.removeHandler(self, promise: nil) }
  }
}
