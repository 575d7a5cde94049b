import NIOCore
import Synchronization
import WebSocketWire

/// The blocks of each event loop that a listener's clients are on.
final class LoopBlocks: Sendable {
  private let blocks = Mutex<[ObjectIdentifier: NIOLoopBound<ReceiverBlocks>]>([:])

  /// Those of this loop, on which it has to be called.
  func blocks(of loop: any EventLoop) -> ReceiverBlocks {
    blocks.withLock { blocks in
      if let own = blocks[ObjectIdentifier(loop)] { return own }
      let fresh = NIOLoopBound(ReceiverBlocks(), eventLoop: loop)
      blocks[ObjectIdentifier(loop)] = fresh
      return fresh
    }.value
  }
}
