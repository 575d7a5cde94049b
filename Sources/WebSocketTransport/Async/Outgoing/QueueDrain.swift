import WebSocketWire

/// Sends what tasks have handed over, as long as the socket takes it; all of it runs on the event loop.
final class QueueDrain {
  let queue: SendQueue
  /// Whether what is left is sent even if it has to wait, because a Close follows it.
  var isClosing = false
  private let session: WebSocketSession
  private lazy var fragments = FragmentWriter(masks: session.role == .client)
  private var isDraining = false

  init(_ queue: SendQueue, to session: WebSocketSession) {
    self.queue = queue
    self.session = session
  }

  /// Sends what waits. `onComplete` is called when a message in pieces is complete, and other frames may follow.
  func drain(onComplete: () -> Void) {
    // A flush may find room, which would have the rest of this batch come after what is sent later.
    guard !isDraining else { return }
    isDraining = true
    defer { isDraining = false }
    while isClosing || session.isWritable {
      guard let items = queue.take() else { break }
      session.atOneTime {
        for item in items {
          send(item)
          if case .piece = item, session.remainingPayload == nil { onComplete() }
        }
      }
    }
    session.flush()
  }

  private func send(_ item: SendQueue.Item) {
    // A send can only fail once the connection is closing, which every later call reports.
    switch item {
    case .message(let kind, let bytes):
      try? bytes.withBytes { bytes throws(UsageError) in try session.send(kind, bytes) }
    case .begin(let kind, let length): try? session.beginMessage(kind, length: length)
    case .piece(let bytes):
      try? bytes.withBytes { bytes throws(UsageError) in try session.continueMessage(bytes) }
    case .fragment(let kind, let bytes, let isFirst, let isLast):
      try? fragments.send(kind, bytes, isFirst: isFirst, isLast: isLast, in: session)
    }
  }
}
