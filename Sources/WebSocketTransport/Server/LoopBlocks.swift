import NIOConcurrencyHelpers
import NIOCore
import WebSocketWire

/// The blocks of each event loop that a listener's clients are on.
final class LoopBlocks: Sendable {
  /// Those of one loop.
  struct Own {
    let receiver = ReceiverBlocks(isShared: true)
    let reads = ReadBlocks()
  }

  private let blocks = NIOLockedValueBox<[ObjectIdentifier: NIOLoopBound<Own>]>([:])

  /// Those of this loop, on which it has to be called.
  func blocks(of loop: any EventLoop) -> Own {
    blocks.withLockedValue { blocks in
      if let own = blocks[ObjectIdentifier(loop)] { return own }
      let fresh = NIOLoopBound(Own(), eventLoop: loop)
      blocks[ObjectIdentifier(loop)] = fresh
      return fresh
    }.value
  }
}
