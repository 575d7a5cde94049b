/// One direction of a connection after the handshake: bytes in; frames, messages and violations out.
public struct Receiver {
  /// What a violation does.
  public enum Policy: Hashable, Sendable {
    /// The first error ends the reading.
    case fail
    /// All are reported, and the reading goes on: for captures, proxies and decoding.
    case report
  }

  /// Where the owner of a live connection may act before the next byte is read.
  enum Signal {
    case ping([UInt8])
    case close(ClosePayload)
    case failure(Violation)
  }

  /// The violation that ended the reading.
  public private(set) var failure: Violation?
  /// Whether a Close frame has been read whole.
  public private(set) var isClosed = false

  private let sender: WebSocketRole
  private let rules: FrameRules
  private let policy: Policy
  private let blocks: ReceiverBlocks
  private var decoder: FrameDecoder
  private var message: OpenMessage
  private var frame = ReceivedFrame()
  private var hasReportedTrailingData = false
  private var batcher: MessageBatcher
  private var signal: Signal?

  /// The direction in which `sender` speaks. `offset` is that of the first byte to come, and `deflate` how
  /// messages are compressed, if that was agreed on.
  public init(
    from sender: WebSocketRole, limits: Limits = Limits(), policy: Policy, offset: UInt64 = 0,
    deflate: NegotiatedDeflate.Side? = nil
  ) {
    self.init(
      from: sender, limits: limits, policy: policy, offset: offset, deflate: deflate, blocks: ReceiverBlocks()
    )
  }

  /// One that works in `blocks`, which it may share with others on its thread.
  package init(
    from sender: WebSocketRole, limits: Limits, policy: Policy, offset: UInt64 = 0,
    deflate: NegotiatedDeflate.Side? = nil, blocks: ReceiverBlocks
  ) {
    self.blocks = blocks
    self.sender = sender
    rules = FrameRules(sender: sender, limits: limits, deflates: deflate != nil)
    self.policy = policy
    decoder = FrameDecoder(offset: offset)
    message = OpenMessage(deflate: deflate)
    batcher = MessageBatcher(from: sender)
  }

  /// Offset of the next byte to be read.
  public var offset: UInt64 { decoder.offset }
  /// How many frames have begun.
  public var frames: UInt64 { decoder.headers }
  /// What the end of the stream would cut short now.
  public var remainder: FrameDecoder.Remainder? { decoder.remainder }
  /// Whether a fragmented message is open.
  public var isInsideMessage: Bool { message.isUnfinished }

  /// Takes the next bytes, which came at that time; those after a failure, or after a Close frame under `.fail`, are dropped.
  public mutating func receive(_ bytes: RawSpan, at time: Duration = .zero, into sink: some EventSink) {
    let sink = TimedSink(sink, at: time)
    var index = 0
    while next(in: bytes, at: &index, into: sink) != nil {}
  }

  /// Reads from `index` up to the next thing to act on; nil when the bytes are used up.
  mutating func next(in bytes: RawSpan, at index: inout Int, into sink: TimedSink<some EventSink>) -> Signal?
  {
    signal = nil
    while isReading {
      if !message.isUnfinished, !isClosed {
        batcher.takeWholeMessages(of: bytes, at: &index, from: &decoder, rules: rules, into: sink)
      }
      guard let step = decoder.next(in: bytes, at: &index) else { break }
      if case .header(let header, let offset) = step { enter(header, at: offset) }
      if frame.isQuiet, !message.isTextBroken, !sink.wantsFrames,
        batcher.take(
          step, of: bytes, place: frame.place, isFinal: frame.header.isFinal, message: &message, into: sink)
      {
        continue
      }
      batcher.flush(of: bytes, into: sink)
      switch step {
      case .header: begin(into: sink)
      case .payload(let range, let position): payload(bytes.extracting(range), at: position, into: sink)
      case .end: end(into: sink)
      }
      if failure != nil, policy == .fail, isInsideFrame { drainCutFrame(of: bytes, at: &index, into: sink) }
      if let signal { return signal }
    }
    batcher.flush(of: bytes, into: sink)
    reportTrailingData(of: bytes, at: index, into: sink)
    return nil
  }

  private var isReading: Bool { policy == .report || failure == nil && !isClosed }

  private var isInsideFrame: Bool {
    if case .payload? = decoder.remainder { true } else { false }
  }

  private mutating func reportTrailingData(
    of bytes: RawSpan, at index: Int, into sink: TimedSink<some EventSink>
  ) {
    guard isClosed, failure == nil, !hasReportedTrailingData, index < bytes.byteCount else { return }
    hasReportedTrailingData = true
    report(
      Violation(
        .dataAfterClose, frameOffset: decoder.offset, range: 0..<1,
        evidence: [bytes.unsafeLoad(fromByteOffset: index, as: UInt8.self)],
        words: "data after the Close frame, which is ignored"), into: sink)
  }

  /// What has come of the frame that is given up belongs to it, and is shown before anyone acts.
  private mutating func drainCutFrame(
    of bytes: RawSpan, at index: inout Int, into sink: TimedSink<some EventSink>
  ) {
    while let step = decoder.next(in: bytes, at: &index) {
      switch step {
      case .payload(let range, let position): payload(bytes.extracting(range), at: position, into: sink)
      case .end:
        if sink.wantsFrames { sink.emit(.frameEnd, from: sender) }
        return
      case .header: return
      }
    }
    if sink.wantsFrames { sink.emit(.frameCut, from: sender) }
  }

  // MARK: The steps of a frame

  /// Notes what the header says, and reports nothing yet.
  private mutating func enter(_ header: FrameHeader, at offset: UInt64) {
    let place = message.place(header)
    let isCompressed = message.isCompressed && place.kind != nil
    frame.begin(
      header, at: offset, place: place, isCompressed: isCompressed,
      isQuiet: !header.isMasked && !isCompressed && place.kind != nil && !isClosed && failure == nil
        && rules.allow(header, place, message.length))
  }

  private mutating func begin(into sink: TimedSink<some EventSink>) {
    if sink.wantsFrames { sink.emit(.header(frame.header, offset: frame.offset), from: sender) }
    let found = rules.violations(
      of: frame.header, at: frame.offset, place: frame.place,
      messageLength: frame.isCompressed ? nil : message.length)
    for violation in found { report(violation, into: sink) }
    if isClosed { report(frame.afterClose, into: sink) }
    guard failure == nil else { return }
    if frame.place.beginsMessage, let kind = frame.place.kind { sink.emit(.messageStart(kind), from: sender) }
    if frame.isCompressed, sink.wantsFrames, let context = message.context {
      sink.emit(.inflated(context), from: sender)
    }
  }

  private mutating func payload(_ wire: RawSpan, at position: UInt64, into sink: TimedSink<some EventSink>) {
    guard let key = frame.header.maskingKey else { return plain(wire, at: position, into: sink) }
    var start = 0
    while start < wire.byteCount {
      let count = min(wire.byteCount - start, ReceiverBlocks.unmaskingSize)
      let at = position + UInt64(start)
      let block = blocks.unmask(wire.extracting(start..<start + count), key, phase: at)
      plain(block.span.bytes.extracting(0..<count), at: at, into: sink)
      blocks.giveBack(unmasked: block)
      start += count
    }
  }

  private mutating func plain(_ bytes: RawSpan, at position: UInt64, into sink: TimedSink<some EventSink>) {
    if sink.wantsFrames { sink.emit(.payload, from: sender, bytes: bytes) }
    guard failure == nil else { return }
    switch frame.place {
    case .control: frame.keep(bytes)
    case .unexpectedContinuation: break
    case .start(let kind), .middle(let kind), .interruption(let kind, of: _):
      if frame.isCompressed {
        inflate(bytes, isEnd: false, of: kind, into: sink)
      } else {
        messageBytes(bytes, of: kind, frameStart: message.length - position, into: sink)
      }
    }
  }

  /// Inflates the next bytes of a message, or what is left after its last one, block by block.
  private mutating func inflate(
    _ wire: RawSpan, isEnd: Bool, of kind: MessageKind, into sink: TimedSink<some EventSink>
  ) {
    var block: [UInt8] = []
    swap(&block, &blocks.inflated)
    defer { swap(&block, &blocks.inflated) }
    var index = 0
    while failure == nil, let step = message.inflate(wire, isEnd: isEnd, at: &index, into: &block) {
      switch step {
      case .needsInput: return
      case .corrupt(let words):
        return report(
          frame.payloadViolation(.deflateCorrupt, "the message does not inflate: \(words)"), into: sink)
      case .block(let count):
        let bytes = block.span.bytes.extracting(0..<count)
        if sink.wantsFrames, let context = message.context {
          sink.emit(.inflated(context), from: sender, bytes: bytes)
        }
        inflatedBytes(bytes, of: kind, into: sink)
      }
    }
  }

  /// Takes inflated bytes of a message, which the limit binds as they come: a small frame may be a large message.
  private mutating func inflatedBytes(
    _ bytes: RawSpan, of kind: MessageKind, into sink: TimedSink<some EventSink>
  ) {
    guard let limit = rules.limits.message, message.length <= limit,
      UInt64(bytes.byteCount) > limit - message.length
    else { return messageBytes(bytes, of: kind, frameStart: nil, into: sink) }
    let room = Int(limit - message.length)
    messageBytes(bytes.extracting(first: room), of: kind, frameStart: nil, into: sink)
    guard failure == nil else { return }
    report(
      frame.payloadViolation(.messageTooBig, "the message inflates to more than \(limit) bytes, the limit"),
      into: sink)
    guard failure == nil else { return }
    messageBytes(bytes.extracting(droppingFirst: room), of: kind, frameStart: nil, into: sink)
  }

  private mutating func messageBytes(
    _ bytes: RawSpan, of kind: MessageKind, frameStart: UInt64?, into sink: TimedSink<some EventSink>
  ) {
    let before = message.length
    guard let fault = message.append(bytes, of: kind) else {
      return sink.emit(.messageBytes(kind), from: sender, bytes: bytes)
    }
    if policy == .report {
      sink.emit(.messageBytes(kind), from: sender, bytes: bytes)
    } else if case let possible = Int(fault.end - before) - 1, possible > 0 {
      sink.emit(.messageBytes(kind), from: sender, bytes: bytes.extracting(first: possible))
    }
    report(
      frame.textViolation(
        fault, start: frameStart, "the text is not UTF-8 from its byte \(fault.start) on"), into: sink)
  }

  private mutating func end(into sink: TimedSink<some EventSink>) {
    if frame.header.opcode == .close {
      for violation in frame.closeViolations { report(violation, into: sink) }
    }
    if frame.header.isFinal, let kind = frame.place.kind { finishMessage(kind, into: sink) }
    if sink.wantsFrames { sink.emit(.frameEnd, from: sender) }
    guard failure == nil else { return }
    switch frame.header.opcode {
    case .close:
      isClosed = true
      let body = ClosePayload(payload: Array(frame.control.prefix(125)))
      sink.emit(.close(body), from: sender)
      signal = .close(body)
    case .ping:
      sink.emit(.ping, from: sender, bytes: frame.control.span.bytes)
      signal = .ping(frame.control)
    case .pong: sink.emit(.pong, from: sender, bytes: frame.control.span.bytes)
    default:
      if frame.header.isFinal, let kind = frame.place.kind {
        sink.emit(.messageEnd(kind, length: message.length), from: sender)
      }
    }
  }

  /// What a message's last frame shows of it.
  private mutating func finishMessage(_ kind: MessageKind, into sink: TimedSink<some EventSink>) {
    if frame.isCompressed { inflate(RawSpan(), isEnd: true, of: kind, into: sink) }
    guard failure == nil, let fault = message.finish(kind) else { return }
    report(
      frame.textViolation(
        fault, start: frame.isCompressed ? nil : message.length - frame.header.payloadLength,
        "the text ends inside a scalar that begins at its byte \(fault.start)"), into: sink)
  }

  private mutating func report(_ violation: Violation, into sink: TimedSink<some EventSink>) {
    sink.emit(.violation(violation), from: sender)
    if policy == .fail, violation.rule.severity == .error, failure == nil {
      failure = violation
      signal = .failure(violation)
    }
  }
}
