import NIOCore

/// What comes on its way from the socket to the connection: the memory that it is read into, and reads that have to wait.
struct SessionInput {
  /// nil where the event loop shares no memory for reads.
  let blocks: ReadBlocks?
  /// nil before the channel is active, and where it is not a socket.
  var socket: DirectSocketWriter?
  private var postponed: [ByteBuffer] = []

  init(blocks: ReadBlocks?) { self.blocks = blocks }

  /// How many bytes have come to the socket that are not read yet.
  var waiting: Int { socket?.waitingInput ?? 0 }

  /// Keeps a read that came while another one is delivered.
  mutating func postpone(_ buffer: ByteBuffer) { postponed.append(buffer) }

  /// The read that has waited longest; nil when none waits.
  mutating func takePostponed() -> ByteBuffer? { postponed.isEmpty ? nil : postponed.removeFirst() }
}
