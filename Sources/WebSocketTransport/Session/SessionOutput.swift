import NIOCore
import WebSocketWire

/// What a session sends, on its way from the connection through NIO to the system.
final class SessionOutput {
  /// The way around NIO, if there is one.
  var socket: DirectSocketWriter?
  /// Called when the system has taken something of the output.
  var onTaken: () -> Void = {}

  /// A block up to this many bytes is kept for the next time.
  private let keptCapacity: Int
  private var block = ByteBuffer()
  private var pieces = 0
  private var piecesOfMessages = 0
  private var hasNewMessage = false
  private var needsFlush = false
  private var isWriting = false
  private var hasNews = false
  private var isTelling = false

  init(of role: WebSocketRole) { keptCapacity = role == .client ? 1 << 18 : 1 << 12 }

  /// Whether the system has taken all that was written.
  var isEmpty: Bool { pieces == 0 }
  /// Whether some of that belongs to messages, or will.
  var holdsMessages: Bool { hasNewMessage || piecesOfMessages > 0 }

  /// Notes that the connection's output holds bytes of a message.
  func noteMessage() { hasNewMessage = true }

  /// Takes the connection's output. What the system takes `atOnce`, while nothing waits, is sent; the rest is written, to leave
  /// with the next flush. Gives the `errno` of a stream that is broken, else 0.
  func take(_ connection: Connection, to context: ChannelHandlerContext, atOnce: Bool) -> Int32 {
    // A write may have NIO call the sender again, whose bytes follow those that are being written.
    guard !isWriting else { return 0 }
    isWriting = true
    let socket = atOnce && isEmpty && context.channel.isActive ? self.socket : nil
    var sent: (count: Int, error: Int32) = (0, 0)
    connection.takeOutput { bytes in
      if let socket { sent = socket.send(bytes) }
      if sent.count < bytes.byteCount { keep(bytes.extracting(droppingFirst: sent.count)) }
    }
    while block.readableBytes > 0 {
      writeBlock(to: context)
      if connection.outputCount > 0 { connection.takeOutput { keep($0) } }
    }
    if block.capacity > keptCapacity { block = ByteBuffer() }
    hasNewMessage = false
    isWriting = false
    if sent.count > 0 { tellTaken(on: context.eventLoop) }
    return sent.error
  }

  /// A callback that sends more is called again in a loop, not recursively, which would fill the stack;
  /// after some times whatever else the loop has to do comes first.
  private func tellTaken(on loop: any EventLoop) {
    hasNews = true
    guard !isTelling else { return }
    isTelling = true
    for _ in 0..<Self.turns where hasNews {
      hasNews = false
      onTaken()
    }
    guard hasNews else {
      isTelling = false
      return
    }
    loop.assumeIsolated().execute { [self] in
      isTelling = false
      tellTaken(on: loop)
    }
  }

  /// Copies the bytes into the block of the last time, unless that still waits to be written.
  private func keep(_ bytes: RawSpan) {
    if pieces > 0 { block = ByteBuffer() }
    block.clear()
    block.writeBytes(bytes)
  }

  /// Writes the block in pieces; all of it waits from the start, for NIO may flush the first while the others are written.
  private func writeBlock(to context: ChannelHandlerContext) {
    let loop = context.eventLoop
    let holdsMessage = hasNewMessage
    hasNewMessage = false
    let count = (block.readableBytes + Self.pieceSize - 1) / Self.pieceSize
    pieces += count
    if holdsMessage { piecesOfMessages += count }
    while let piece = block.readSlice(length: min(block.readableBytes, Self.pieceSize)),
      piece.readableBytes > 0
    {
      let written = loop.makePromise(of: Void.self)
      written.futureResult.assumeIsolated().whenComplete { result in
        self.pieces -= 1
        guard case .success = result else { return }
        if holdsMessage { self.piecesOfMessages -= 1 }
        self.tellTaken(on: loop)
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

  /// How often in a row the delegate is called.
  private static let turns = 16

  /// How much is written at a time, in bytes, so that a long message's progress can be seen.
  private static let pieceSize = 262_144
}
