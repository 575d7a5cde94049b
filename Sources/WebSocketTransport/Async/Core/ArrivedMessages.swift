import WebSocketWire

/// The messages of a batch, put together from their pieces, until they are handed to the reader.
struct ArrivedMessages {
  private var whole: [WebSocketMessage] = []
  private var open = MessageCollector()
  /// What the whole ones cost: their bytes, and 64 for each.
  private(set) var cost = 0

  var isEmpty: Bool { whole.isEmpty }

  /// Begins a message whose pieces follow.
  mutating func begin() { open.begin() }

  mutating func append(_ piece: UnsafeRawBufferPointer) { open.append(piece) }

  /// Ends the message that was begun.
  mutating func finish(_ kind: MessageKind) { add(open.finish(kind)) }

  /// Adds a whole message.
  mutating func add(_ message: WebSocketMessage) {
    cost += message.count + 64
    whole.append(message)
  }

  /// Hands the whole ones to the reader; gives whether enough waits for it.
  mutating func hand(to reader: InboundQueue<WebSocketMessage>) -> Bool {
    defer { cost = 0 }
    return reader.push(&whole, cost: cost)
  }

  /// Drops the whole ones.
  mutating func drop() {
    whole.removeAll()
    cost = 0
  }
}
