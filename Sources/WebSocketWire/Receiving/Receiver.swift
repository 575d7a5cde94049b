/// One direction of a connection behind the handshake: bytes in; frames, messages and violations out.
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
    case close(CloseBody)
    case failure(Violation)
  }

  /// The violation that ended the reading.
  public private(set) var failure: Violation?
  /// Whether a Close frame has been read whole.
  public private(set) var isClosed = false

  private let sender: Role
  private let rules: FrameRules
  private let policy: Policy
  private var decoder: FrameDecoder
  private var assembler = MessageAssembler()
  private var utf8 = UTF8Validator()
  private var textIsBroken = false
  private var messageLength: UInt64 = 0
  private var header = FrameHeader(opcode: .continuation, payloadLength: 0)
  private var frameOffset: UInt64 = 0
  private var place = MessageAssembler.Place.apart
  private var inflation: Inflation?
  /// Whether the frame belongs to a compressed message.
  private var isCompressed = false
  private var control: [UInt8] = []
  private let blocks: ReceiverBlocks
  /// Messages that were read and not emitted; their bytes are in the piece of the stream that is being read.
  private var batch = MessageBatch()
  /// Whether the frame is one of a message, neither masked nor compressed, and its header broke no rule.
  private var isQuiet = false
  private var toldOfTail = false
  private var signal: Signal?

  /// The direction in which `sender` speaks. `offset` is that of the first byte to come, and `deflate` how
  /// messages are compressed, if that was agreed on.
  public init(
    from sender: Role, limits: Limits = Limits(), policy: Policy, offset: UInt64 = 0,
    deflate: DeflateParameters.Side? = nil
  ) {
    self.init(
      from: sender, limits: limits, policy: policy, offset: offset, deflate: deflate, blocks: ReceiverBlocks()
    )
  }

  /// One that works in `blocks`, which it may share with others on its thread.
  package init(
    from sender: Role, limits: Limits, policy: Policy, offset: UInt64 = 0,
    deflate: DeflateParameters.Side? = nil, blocks: ReceiverBlocks
  ) {
    self.blocks = blocks
    self.sender = sender
    rules = FrameRules(sender: sender, limits: limits, deflates: deflate != nil)
    inflation = deflate.map { Inflation($0) }
    self.policy = policy
    decoder = FrameDecoder(offset: offset)
  }

  /// Offset of the next byte to be read.
  public var offset: UInt64 { decoder.offset }
  /// How many frames have begun.
  public var frames: UInt64 { decoder.headers }
  /// What the end of the stream would cut short now.
  public var remainder: FrameDecoder.Remainder? { decoder.remainder }
  /// Whether a fragmented message is open.
  public var isInsideMessage: Bool { assembler.open != nil }

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
      takeMessages(of: bytes, at: &index, into: sink)
      guard let step = decoder.next(in: bytes, at: &index) else { break }
      if case .header(let header, let offset) = step { enter(header, at: offset) }
      if isQuiet, !textIsBroken, !sink.wantsFrames, addToBatch(step, of: bytes, into: sink) { continue }
      emitBatch(of: bytes, into: sink)
      switch step {
      case .header: begin(into: sink)
      case .payload(let range, let position):
        payload(bytes.extracting(range), at: position, into: sink)
      case .end: end(into: sink)
      }
      if failure != nil, policy == .fail, isInsideFrame { showRest(of: bytes, at: &index, into: sink) }
      if let signal { return signal }
    }
    emitBatch(of: bytes, into: sink)
    reportTail(of: bytes, at: index, into: sink)
    return nil
  }

  /// Takes the messages that are whole in front; all else is left to the steps.
  private mutating func takeMessages(
    of bytes: RawSpan, at index: inout Int, into sink: TimedSink<some EventSink>
  ) {
    guard assembler.open == nil, !isClosed else { return }
    while let header = decoder.wholeFrame(in: bytes, at: index), let kind = rules.wholeMessage(header) {
      let payload = index + header.count..<index + header.count + Int(header.payloadLength)
      if kind == .text, !UTF8Validator.isValid(bytes.extracting(payload)) { return }
      makeRoom(for: kind, of: bytes, into: sink)
      batch.addMessage(payload)
      decoder.skip(header)
      index = payload.upperBound
    }
  }

  /// Adds a step of a quiet frame to the batch; false where the text has a fault, which is for the step itself to report.
  private mutating func addToBatch(
    _ step: FrameDecoder.Step, of bytes: RawSpan, into sink: TimedSink<some EventSink>
  ) -> Bool {
    guard let kind = place.kind else { return false }
    makeRoom(for: kind, of: bytes, into: sink)
    switch step {
    case .header:
      if place.beginsMessage { batch.begin() }
    case .payload(let range, _):
      let before = utf8
      if kind == .text, utf8.append(bytes.extracting(range)) != nil {
        utf8 = before
        return false
      }
      messageLength &+= UInt64(range.count)
      batch.add(range)
    case .end:
      guard header.isFinal else { break }
      if kind == .text, utf8.finish() != nil { return false }
      batch.end()
    }
    return true
  }

  /// A batch is of one kind, and of limited length.
  private mutating func makeRoom(
    for kind: MessageKind, of bytes: RawSpan, into sink: TimedSink<some EventSink>
  ) {
    if kind != batch.kind || batch.isFull { emitBatch(of: bytes, into: sink) }
    guard batch.pieces.isEmpty else { return }
    batch.kind = kind
    batch.offset = sink.wantsFrames ? decoder.offset : nil
    batch.lengthBefore = messageLength
  }

  private mutating func emitBatch(of bytes: RawSpan, into sink: TimedSink<some EventSink>) {
    guard !batch.pieces.isEmpty else { return }
    sink.emit(batch, from: sender, bytes: bytes)
    batch.clear()
  }

  private mutating func reportTail(of bytes: RawSpan, at index: Int, into sink: TimedSink<some EventSink>) {
    guard isClosed, failure == nil, !toldOfTail, index < bytes.byteCount else { return }
    toldOfTail = true
    report(
      Violation(
        .dataAfterClose, frameOffset: decoder.offset, range: 0..<1,
        evidence: [bytes.unsafeLoad(fromByteOffset: index, as: UInt8.self)],
        words: "data behind the Close frame, which is ignored"), into: sink)
  }

  private var isInsideFrame: Bool {
    if case .payload? = decoder.remainder { true } else { false }
  }

  /// What has come of the frame that is given up belongs to it, and is shown before anyone acts.
  private mutating func showRest(of bytes: RawSpan, at index: inout Int, into sink: TimedSink<some EventSink>)
  {
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

  private var isReading: Bool { policy == .report || failure == nil && !isClosed }

  /// Notes what the header says, and tells nothing yet.
  private mutating func enter(_ header: FrameHeader, at offset: UInt64) {
    self.header = header
    frameOffset = offset
    control.removeAll(keepingCapacity: true)
    place = assembler.place(header)
    if place.beginsMessage {
      messageLength = 0
      utf8.reset()
      textIsBroken = false
      inflation?.begin(header)
    }
    isCompressed = inflation?.isMessage == true && place.kind != nil
    isQuiet =
      !header.isMasked && !isCompressed && place.kind != nil && !isClosed && failure == nil
      && rules.allow(header, place, messageLength)
  }

  private mutating func begin(into sink: TimedSink<some EventSink>) {
    if sink.wantsFrames { sink.emit(.header(header, offset: frameOffset), from: sender) }
    let found = rules.violations(
      of: header, at: frameOffset, place: place, messageLength: isCompressed ? nil : messageLength)
    for violation in found { report(violation, into: sink) }
    if isClosed {
      report(
        Violation(
          .dataAfterClose, frameOffset: frameOffset, range: 0..<UInt64(header.count), evidence: header.bytes,
          words: "a frame behind the Close frame"), into: sink)
    }
    guard failure == nil else { return }
    if place.beginsMessage, let kind = place.kind { sink.emit(.messageStart(kind), from: sender) }
    if isCompressed, sink.wantsFrames, let inflation {
      sink.emit(.inflated(inflation.context), from: sender)
    }
  }

  private mutating func payload(_ wire: RawSpan, at position: UInt64, into sink: TimedSink<some EventSink>) {
    guard let key = header.maskingKey else { return plain(wire, at: position, into: sink) }
    var start = 0
    while start < wire.byteCount {
      let count = min(wire.byteCount - start, Self.unmaskingBlock)
      let at = position + UInt64(start)
      var block: [UInt8] = []
      swap(&block, &blocks.unmasked)
      if block.count < count { block = [UInt8](repeating: 0, count: Self.unmaskingBlock) }
      let piece = wire.extracting(start..<start + count)
      block.withUnsafeMutableBytes { target in
        piece.withUnsafeBytes { target.copyMemory(from: $0) }
        key.apply(to: .init(rebasing: target[..<count]), phase: at)
      }
      plain(block.span.bytes.extracting(0..<count), at: at, into: sink)
      swap(&block, &blocks.unmasked)
      start += count
    }
  }

  /// How many bytes of a Close frame that is too long are judged.
  private static let closePayloadLimit = 65536

  /// How many bytes are unmasked at a time, so that a frame of any size passes in constant memory.
  private static let unmaskingBlock = 65536

  private mutating func plain(_ bytes: RawSpan, at position: UInt64, into sink: TimedSink<some EventSink>) {
    if sink.wantsFrames { sink.emit(.payload, from: sender, bytes: bytes) }
    guard failure == nil else { return }
    switch place {
    case .apart:
      let room = (header.opcode == .close ? Self.closePayloadLimit : 125) - control.count
      if room > 0 {
        bytes.extracting(first: min(room, bytes.byteCount)).withUnsafeBytes { control.append(contentsOf: $0) }
      }
    case .orphan: break
    case .start(let kind), .middle(let kind), .interruption(let kind, of: _):
      if isCompressed {
        inflate(bytes, isEnd: false, of: kind, into: sink)
      } else {
        messageBytes(bytes, of: kind, frameStart: messageLength - position, into: sink)
      }
    }
  }

  /// Inflates the next bytes of a message, or what stands behind its last one, block by block.
  private mutating func inflate(
    _ wire: RawSpan, isEnd: Bool, of kind: MessageKind, into sink: TimedSink<some EventSink>
  ) {
    guard inflation?.isBroken == false else { return }
    var block: [UInt8] = []
    swap(&block, &blocks.inflated)
    defer { swap(&block, &blocks.inflated) }
    var index = 0
    while failure == nil,
      let step =
        isEnd
        ? inflation?.finish(at: &index, into: &block) : inflation?.next(in: wire, at: &index, into: &block)
    {
      switch step {
      case .needsInput: return
      case .corrupt(let words):
        inflation?.giveUp()
        return reportPayload(.deflateCorrupt, "the message does not inflate: \(words)", into: sink)
      case .block(let count):
        let bytes = block.span.bytes.extracting(0..<count)
        if sink.wantsFrames, let inflation {
          sink.emit(.inflated(inflation.context), from: sender, bytes: bytes)
        }
        takeInflated(bytes, of: kind, into: sink)
      }
    }
  }

  /// Takes inflated bytes of a message, which the limit binds as they come: a small frame may be a large message.
  private mutating func takeInflated(
    _ bytes: RawSpan, of kind: MessageKind, into sink: TimedSink<some EventSink>
  ) {
    guard let most = rules.limits.message, messageLength <= most,
      UInt64(bytes.byteCount) > most - messageLength
    else { return messageBytes(bytes, of: kind, frameStart: nil, into: sink) }
    let room = Int(most - messageLength)
    messageBytes(bytes.extracting(first: room), of: kind, frameStart: nil, into: sink)
    guard failure == nil else { return }
    reportPayload(.messageTooBig, "the message inflates to more than \(most) bytes, the limit", into: sink)
    guard failure == nil else { return }
    messageBytes(bytes.extracting(droppingFirst: room), of: kind, frameStart: nil, into: sink)
  }

  /// Reports what shows in the inflated bytes alone, and so is a fault of the payload as a whole.
  private mutating func reportPayload(
    _ rule: Rule, _ words: String, into sink: TimedSink<some EventSink>
  ) {
    let base = UInt64(header.count)
    report(
      Violation(
        rule, frameOffset: frameOffset, range: base..<base + min(header.payloadLength, .max - base),
        evidence: [], words: words), into: sink)
  }

  private mutating func messageBytes(
    _ bytes: RawSpan, of kind: MessageKind, frameStart: UInt64?, into sink: TimedSink<some EventSink>
  ) {
    let before = messageLength
    messageLength &+= UInt64(bytes.byteCount)
    guard kind == .text, !textIsBroken, let fault = utf8.append(bytes) else {
      return sink.emit(.messageBytes(kind), from: sender, bytes: bytes)
    }
    if policy == .report {
      sink.emit(.messageBytes(kind), from: sender, bytes: bytes)
    } else if case let possible = Int(fault.end - before) - 1, possible > 0 {
      sink.emit(.messageBytes(kind), from: sender, bytes: bytes.extracting(first: possible))
    }
    reportText(
      fault, frameStart: frameStart, "the text is not UTF-8 from its byte \(fault.start) on",
      into: sink)
  }

  /// Reports the part of a fault that lies in this frame, whose first payload byte is byte `frameStart` of the text; nil where
  /// the payload is compressed.
  private mutating func reportText(
    _ fault: UTF8Validator.Fault, frameStart: UInt64?, _ words: String, into sink: TimedSink<some EventSink>
  ) {
    textIsBroken = true
    guard let frameStart else {
      return reportPayload(.textNotUTF8, "\(words): \(Hex.spaced(fault.bytes))", into: sink)
    }
    let base = UInt64(header.count)
    let start = max(fault.start, frameStart)
    report(
      Violation(
        .textNotUTF8, frameOffset: frameOffset,
        range: base + (start - frameStart)..<base + (fault.end - frameStart),
        evidence: fault.bytes.suffix(Int(fault.end - start)), words: words), into: sink)
  }

  private mutating func end(into sink: TimedSink<some EventSink>) {
    if header.opcode == .close {
      let isWhole = header.payloadLength == UInt64(control.count)
      for violation in CloseRules.violations(
        of: control, isWhole: isWhole, headerCount: header.count, at: frameOffset)
      { report(violation, into: sink) }
    }
    if header.isFinal, isCompressed, let kind = place.kind {
      inflate(RawSpan(), isEnd: true, of: kind, into: sink)
    }
    if failure == nil, header.isFinal, !textIsBroken, place.kind == .text, let fault = utf8.finish() {
      reportText(
        fault, frameStart: isCompressed ? nil : messageLength - header.payloadLength,
        "the text ends inside a scalar that begins at its byte \(fault.start)", into: sink)
    }
    if sink.wantsFrames { sink.emit(.frameEnd, from: sender) }
    guard failure == nil else { return }
    switch header.opcode {
    case .close:
      isClosed = true
      let body = CloseBody(payload: Array(control.prefix(125)))
      sink.emit(.close(body), from: sender)
      signal = .close(body)
    case .ping:
      sink.emit(.ping, from: sender, bytes: control.span.bytes)
      signal = .ping(control)
    case .pong: sink.emit(.pong, from: sender, bytes: control.span.bytes)
    default:
      if header.isFinal, let kind = place.kind {
        sink.emit(.messageEnd(kind, length: messageLength), from: sender)
      }
    }
  }

  private mutating func report(_ violation: Violation, into sink: TimedSink<some EventSink>) {
    sink.emit(.violation(violation), from: sender)
    if policy == .fail, violation.rule.severity == .error, failure == nil {
      failure = violation
      signal = .failure(violation)
    }
  }
}

extension MessageAssembler.Place {
  /// The message that the frame belongs to.
  var kind: MessageKind? {
    switch self {
    case .start(let kind), .middle(let kind), .interruption(let kind, of: _): kind
    case .apart, .orphan: nil
    }
  }
}
