import NIOCore
import WebSocketWire

/// What a session sends, on its way from the connection through NIO to the system.
final class SessionOutput {
  private var block = ByteBuffer()
  private var pieces = 0
  private var piecesOfMessages = 0
  private var hasNewMessage = false
  private var needsFlush = false

  /// Whether the system has taken all that was written.
  var isEmpty: Bool { pieces == 0 }
  /// Whether some of that belongs to messages, or will.
  var holdsMessages: Bool { hasNewMessage || piecesOfMessages > 0 }

  /// Notes that the connection's output holds bytes of a message.
  func noteMessage() { hasNewMessage = true }

  /// The way around NIO, if there is one.
  var socket: PlainSocket?

  /// Sends of the connection's output what the system takes at once, unless other output waits; gives whether that was anything.
  func send(_ connection: Connection, on channel: any Channel) -> Bool {
    guard let socket, isEmpty, channel.isActive else { return false }
    let count = connection.outputCount
    connection.takeOutput { socket.send($0) }
    if connection.outputCount == 0 { hasNewMessage = false }
    return connection.outputCount < count
  }

  /// Takes the connection's output and writes it, to leave with the next flush; `onTaken` is called whenever the system has
  /// taken a piece of it.
  func write(_ connection: Connection, to context: ChannelHandlerContext, onTaken: @escaping () -> Void) {
    var rest = takeBlock(of: connection)
    let holdsMessage = hasNewMessage
    hasNewMessage = false
    while let piece = rest.readSlice(length: min(rest.readableBytes, Self.pieceSize)), piece.readableBytes > 0
    {
      pieces += 1
      if holdsMessage { piecesOfMessages += 1 }
      let written = context.eventLoop.makePromise(of: Void.self)
      written.futureResult.assumeIsolated().whenComplete { result in
        self.pieces -= 1
        guard case .success = result else { return }
        if holdsMessage { self.piecesOfMessages -= 1 }
        onTaken()
      }
      needsFlush = true
      context.write(NIOAny(piece), promise: written)
    }
  }

  /// Has NIO hand to the system what was written since the last time.
  func flush(_ context: ChannelHandlerContext) {
    guard needsFlush else { return }
    needsFlush = false
    context.flush()
  }

  /// The output as NIO wants it: in the block of the last time, unless that still waits to be written.
  private func takeBlock(of connection: Connection) -> ByteBuffer {
    if pieces > 0 || block.capacity > Self.keptCapacity { block = ByteBuffer() }
    block.clear()
    connection.takeOutput { block.writeBytes($0) }
    return block
  }

  /// A block up to this many bytes is kept for the next time, by every client of a listener.
  private static let keptCapacity = 1 << 18

  /// How much is written at a time, in bytes, so that a long message's progress can be seen.
  private static let pieceSize = 262_144
}
