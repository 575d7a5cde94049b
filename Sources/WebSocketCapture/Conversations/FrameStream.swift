import WebSocketWire

/// The frames of one side of a WebSocket connection, read as far as its bytes were captured.
///
/// Bytes that are missing inside a payload do not hide where the next frame begins, because the header has said it. Where a header may
/// be among them, a place is searched that can be trusted.
final class FrameStream: EventSink {
  let sender: WebSocketRole
  private(set) var counts = ConversationCounts()
  private var receiver: Receiver
  private let limits: Limits
  private let blocks: ReceiverBlocks
  /// How this side compresses; nil where it does not, or where that is not known.
  private let deflate: NegotiatedDeflate.Side?
  private let closes: CloseOrder
  private let sink: any ConversationSink
  private var gap = GapState.none
  private var filter: ResumedEvents?

  /// What the last gap has left.
  private enum GapState {
    case none
    /// This many bytes are left of the payload that it was in.
    case insidePayload(UInt64)
    case searching(FrameSearch, offset: UInt64)
    /// The bytes since then are only counted.
    case lost(UInt64)
  }

  init(
    _ sender: WebSocketRole, limits: Limits, deflate: NegotiatedDeflate.Side?, blocks: ReceiverBlocks,
    closes: CloseOrder, sink: any ConversationSink
  ) {
    (self.sender, self.limits, self.deflate, self.blocks) = (sender, limits, deflate, blocks)
    (self.closes, self.sink) = (closes, sink)
    receiver = Receiver(from: sender, limits: limits, policy: .report, deflate: deflate, blocks: blocks)
  }

  /// One that begins inside the connection, with what is to be searched.
  convenience init(
    _ sender: WebSocketRole, limits: Limits, blocks: ReceiverBlocks, closes: CloseOrder,
    sink: any ConversationSink, search: FrameSearch
  ) {
    self.init(sender, limits: limits, deflate: nil, blocks: blocks, closes: closes, sink: sink)
    gap = .searching(search, offset: 0)
  }

  var isClosed: Bool { receiver.isClosed }
  var isInsideMessage: Bool { receiver.isInsideMessage }

  /// What the end of the stream cuts.
  var remainder: FrameDecoder.Remainder? {
    if case .none = gap { receiver.remainder } else { nil }
  }

  /// How many bytes are held.
  var heldCount: Int {
    if case .searching(let search, _) = gap { search.bytes.count } else { 0 }
  }

  /// Takes the next bytes of this side.
  func receive(_ bytes: RawSpan, at time: Duration) {
    counts.bytes += UInt64(bytes.byteCount)
    switch gap {
    case .none: read(bytes, at: time)
    case .lost(let passed): gap = .lost(passed + UInt64(bytes.byteCount))
    case .insidePayload(let left):
      let count = Int(min(left, UInt64(bytes.byteCount)))
      gap = .insidePayload(left - UInt64(count))
      resumeAfterPayload(at: time)
      if count < bytes.byteCount { read(bytes.extracting(droppingFirst: count), at: time) }
    case .searching(var search, let offset):
      gap = .none
      search.append(bytes)
      resume(with: &search, from: offset, isLast: false, at: time)
    }
  }

  /// Notes bytes that are missing.
  func miss(_ count: UInt64, at time: Duration) {
    switch gap {
    case .none: cut(count, at: time)
    case .lost: break
    case .insidePayload(let left):
      note(.gap(count, offset: nextOffset &- left), at: time)
      if count <= left {
        gap = .insidePayload(left - count)
        resumeAfterPayload(at: time)
      } else {
        gap = .searching(newSearch, offset: nextOffset &+ (count - left))
      }
    case .searching(var search, let offset):
      note(.gap(count, offset: offset &+ search.passed &+ UInt64(search.bytes.count)), at: time)
      search.restart()
      gap = .searching(search, offset: offset &+ count)
    }
  }

  /// Takes the end of this side, or a lack of memory: what is searched is searched once more, or given up.
  func settle(at time: Duration) {
    switch gap {
    case .none, .insidePayload: break
    case .searching(var search, let offset):
      gap = .none
      resume(with: &search, from: offset, isLast: true, at: time)
      if case .lost(let passed) = gap, passed > 0 { note(.unresumed(passed: passed), at: time) }
    case .lost(let passed): note(.unresumed(passed: passed), at: time)
    }
  }

  // MARK: Gaps

  /// The offset of the frame after the payload that a gap is in, or of the next byte.
  private var nextOffset: UInt64 = 0

  private var newSearch: FrameSearch {
    FrameSearch(isMasked: sender == .client, mayCompress: deflate != nil, threshold: FrameSearch.inside)
  }

  private func note(_ note: CaptureNote, at time: Duration) { sink.note(note, from: sender, at: time) }

  /// Ends the frame that bytes are missing in.
  private func cut(_ count: UInt64, at time: Duration) {
    note(.gap(count, offset: receiver.offset), at: time)
    if case .payload(_, let missing)? = receiver.remainder {
      sink.handle(.frameCut, from: sender, at: time, bytes: RawSpan())
      if missing >= count {
        nextOffset = receiver.offset &+ missing
        gap = .insidePayload(missing - count)
        return resumeAfterPayload(at: time)
      }
    }
    gap = .searching(newSearch, offset: receiver.offset &+ count)
  }

  private func resumeAfterPayload(at time: Duration) {
    if case .insidePayload(0) = gap { resume(at: nextOffset, passed: 0, time) }
  }

  private func resume(
    with search: inout FrameSearch, from offset: UInt64, isLast: Bool, at time: Duration
  ) {
    guard let found = search.find(isLast: isLast) else {
      gap =
        isLast || search.isFull
        ? .lost(search.passed + UInt64(search.bytes.count)) : .searching(search, offset: offset)
      return
    }
    let passed = search.passed + UInt64(found.index)
    resume(at: offset &+ passed, passed: passed, time)
    let rest = Array(search.bytes[found.index...])
    read(rest.span.bytes, at: time)
  }

  /// Reads on from a frame's beginning, without the messages and the context of compression before it.
  private func resume(at offset: UInt64, passed: UInt64, _ time: Duration) {
    counts.frames += receiver.frames
    gap = .none
    let side = deflate?.keepsContext == false ? deflate : nil
    receiver = Receiver(
      from: sender, limits: limits, policy: .report, offset: offset, deflate: side, blocks: blocks)
    filter = ResumedEvents(hidesCompression: side == nil)
    note(.resumed(offset: offset, passed: passed), at: time)
  }

  // MARK: Events

  private func read(_ bytes: RawSpan, at time: Duration) { receiver.receive(bytes, at: time, into: self) }

  /// The count of the frames that were read.
  var frames: UInt64 { counts.frames + receiver.frames }

  var interests: EventInterests { filter == nil ? sink.interests : sink.interests.union(.frames) }

  /// Called while the receiver reads, which must not be touched here.
  func handle(_ event: WebSocketEvent, from sender: WebSocketRole, at time: Duration, bytes: RawSpan) {
    if filter?.hides(event) == true { return }
    switch event {
    case .messages(let batch): counts.messages += batch.completed
    case .messageEnd: counts.messages += 1
    case .violation: counts.violations += 1
    case .close(let payload): closes.note(payload, from: sender)
    default: break
    }
    sink.handle(event, from: sender, at: time, bytes: bytes)
  }
}

/// The Close frame of a connection that came first.
final class CloseOrder {
  private(set) var first: (payload: ClosePayload, sender: WebSocketRole)?

  func note(_ payload: ClosePayload, from sender: WebSocketRole) {
    if first == nil { first = (payload, sender) }
  }
}
