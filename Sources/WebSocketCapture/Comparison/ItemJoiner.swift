package import WebSocketWire

/// Makes of the frames of a connection what is compared: its messages and the Close that came first, or each frame.
package struct ItemJoiner: Sendable {
  private let byFrame: Bool
  private let limit: Int
  private let counted: Set<WebSocketRole>
  private var count = 0
  private var open = PerSender<Message?>(nil)
  private var hasClosed = false
  /// Whether a message was longer than the limit.
  package private(set) var hasOverlong = false

  private struct Message: Sendable {
    let opcode: Opcode
    var content: [UInt8]
    var isWhole: Bool
    let isOfFrames: Bool
  }

  /// `limit` is the most bytes of a message; what is longer is not whole. Only what the `senders` sent is given and counted.
  package init(byFrame: Bool, limit: Int, senders: Set<WebSocketRole> = Set(WebSocketRole.allCases)) {
    (self.byFrame, self.limit, counted) = (byFrame, limit, senders)
  }

  /// Takes the next frame; what is complete with it.
  package mutating func add(_ frame: RecordedFrame) -> ComparedItem? {
    let header = frame.header
    if byFrame {
      return item(
        frame.sender, header.opcode, isFinal: header.isFinal, reserved: header.reserved, frame.content,
        isWhole: frame.isWhole, isOfFrames: frame.hasHeader)
    }
    if header.opcode == .close {
      // The other one's Close says the same once more (RFC 6455 5.5.1).
      defer { hasClosed = true }
      return hasClosed
        ? nil : item(frame.sender, .close, frame.content, isWhole: frame.isWhole, isOfFrames: true)
    }
    guard !header.opcode.isControl else { return nil }
    if header.opcode != .continuation || open[frame.sender] == nil {
      open[frame.sender] = Message(
        opcode: header.opcode, content: [], isWhole: true, isOfFrames: frame.hasHeader)
    }
    append(frame)
    guard header.isFinal, let message = open.update(frame.sender, { $0.take() }) else { return nil }
    return item(
      frame.sender, message.opcode, message.content, isWhole: message.isWhole, isOfFrames: message.isOfFrames)
  }

  /// Takes the end of the connection: the messages that were begun and not completed.
  package mutating func end() -> [ComparedItem] {
    let messages = open
    open = PerSender(nil)
    return WebSocketRole.allCases.compactMap { sender in
      messages[sender].flatMap {
        item(sender, $0.opcode, $0.content, isWhole: false, isOfFrames: $0.isOfFrames)
      }
    }
  }

  private mutating func append(_ frame: RecordedFrame) {
    let room = max(0, limit - (open[frame.sender]?.content.count ?? 0))
    if frame.content.count > room { hasOverlong = true }
    open.update(frame.sender) { message in
      if frame.content.count > room || !frame.isWhole { message?.isWhole = false }
      message?.content.append(contentsOf: frame.content.prefix(room))
    }
  }

  private mutating func item(
    _ sender: WebSocketRole, _ opcode: Opcode, isFinal: Bool = true, reserved: ReservedBits = [],
    _ content: [UInt8], isWhole: Bool, isOfFrames: Bool
  ) -> ComparedItem? {
    guard counted.contains(sender) else { return nil }
    count += 1
    return ComparedItem(
      from: sender, number: count, opcode, isFinal: isFinal, reserved: reserved, content: content,
      isWhole: isWhole, isOfFrames: isOfFrames)
  }
}
