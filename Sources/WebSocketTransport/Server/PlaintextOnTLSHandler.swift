import NIOCore
import WebSocketWire

/// Comes before a listener's TLS in the pipeline, and answers a client of plain HTTP that the port expects TLS.
///
/// TLS itself would end the stream without a word.
final class PlaintextOnTLSHandler: ChannelDuplexHandler, RemovableChannelHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  private static let handshakeRecord: UInt8 = 0x16
  private var hasRefused = false

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    if hasRefused { return }
    context.fireUserInboundEventTriggered(FirstBytesEvent())
    let bytes = unwrapInboundIn(data).readableBytesView
    let first = bytes.first ?? 0
    guard first != Self.handshakeRecord else {
      context.fireChannelRead(data)
      return context.pipeline.syncOperations.removeHandler(self, promise: nil)
    }
    hasRefused = true
    let answer = HTTPResponse(.badRequest, body: "this port speaks TLS: use wss:// or https://\n")
      .bytes(for: bytes.starts(with: "HEAD ".utf8) ? "HEAD" : "GET")
    context.write(wrapOutboundOut(ByteBuffer(bytes: answer)), promise: nil)
    LingeringClose.begin(after: context)
    let words = (0x20...0x7E).contains(first) ? "it spoke plain text" : "what it sent is not TLS"
    context.fireErrorCaught(TransportError(.tlsFailed, "\(words), and this port speaks TLS"))
  }

  /// Anyone who gives up this client would reset the stream, and the answer could be lost.
  func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
    guard hasRefused, mode == .all else { return context.close(mode: mode, promise: promise) }
    context.channel.closeFuture.cascade(to: promise)
  }
}
