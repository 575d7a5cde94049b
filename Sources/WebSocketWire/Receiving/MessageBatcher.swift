/// The fast path: messages whose frames are neither masked nor compressed and break no rule are gathered and emitted together.
///
/// Their bytes are in the piece of the stream that is being read, so all are emitted before the next piece.
struct MessageBatcher {
  private let sender: WebSocketRole
  private var batch = MessageBatch()

  init(from sender: WebSocketRole) { self.sender = sender }

  /// Takes the messages that are each whole in one frame, up to the first that is not, or that has a fault.
  mutating func takeWholeMessages(
    of bytes: RawSpan, at index: inout Int, from decoder: inout FrameDecoder, rules: FrameRules,
    into sink: TimedSink<some EventSink>
  ) {
    while let header = decoder.wholeFrame(in: bytes, at: index), let kind = rules.wholeMessage(header) {
      let payload = index + header.count..<index + header.count + Int(header.payloadLength)
      if kind == .text, !UTF8Validator.isValid(bytes.extracting(payload)) { return }
      makeRoom(for: kind, of: bytes, offset: decoder.offset, lengthBefore: 0, into: sink)
      batch.addMessage(payload)
      decoder.skip(header)
      index = payload.upperBound
    }
  }

  /// Takes a step of a frame, which no sink asks for; false where the text has a fault, which the step itself has to report.
  mutating func take(
    _ step: FrameDecoder.Step, of bytes: RawSpan, place: FragmentPosition, isFinal: Bool,
    message: inout OpenMessage, into sink: TimedSink<some EventSink>
  ) -> Bool {
    guard let kind = place.kind else { return false }
    makeRoom(for: kind, of: bytes, offset: nil, lengthBefore: message.length, into: sink)
    switch step {
    case .header:
      if place.beginsMessage { batch.begin() }
    case .payload(let range, _):
      guard message.appendValid(bytes.extracting(range), of: kind) else { return false }
      batch.add(range)
    case .end:
      guard isFinal else { break }
      guard message.canFinish(kind) else { return false }
      batch.end()
    }
    return true
  }

  /// Emits what was taken.
  mutating func flush(of bytes: RawSpan, into sink: TimedSink<some EventSink>) {
    guard !batch.pieces.isEmpty else { return }
    sink.emit(batch, from: sender, bytes: bytes)
    batch.clear()
  }

  /// A batch is of one kind, and of limited length.
  private mutating func makeRoom(
    for kind: MessageKind, of bytes: RawSpan, offset: UInt64?, lengthBefore: UInt64,
    into sink: TimedSink<some EventSink>
  ) {
    if kind != batch.kind || batch.isFull { flush(of: bytes, into: sink) }
    guard batch.pieces.isEmpty else { return }
    batch.kind = kind
    batch.offset = sink.wantsFrames ? offset : nil
    batch.lengthBefore = lengthBefore
  }
}
