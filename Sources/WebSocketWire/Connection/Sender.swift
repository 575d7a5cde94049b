/// Our direction of a connection after the handshake: messages in, whole, in pieces or in fragments; their frames out.
///
/// It is a class for the reason that `Connection` is one: a sink may look and send from inside an event. Whether anything may be
/// sent at all is for the connection to know.
final class Sender {
  /// What has not been taken.
  var outbox: Outbox
  /// How messages are compressed, if that was agreed on.
  var compression: Compression?
  private let role: WebSocketRole
  private var streamed: StreamedMessage?

  /// `keys` masks the frames; a server masks none.
  init(keys: (any MaskingKeySource)?, blocks: ReceiverBlocks = ReceiverBlocks()) {
    role = keys == nil ? .server : .client
    outbox = Outbox(keys: keys, blocks: blocks)
  }

  /// Appends a part of the handshake.
  func append(head: [UInt8]) { outbox.append(head: head) }

  /// Sends a message in one frame; fails, with nothing sent, when a text is not UTF-8.
  func send(_ kind: MessageKind, _ payload: RawSpan, into sink: TimedSink<some EventSink>) throws(UsageError)
  {
    if kind == .text, let fault = UTF8Validator.fault(in: payload) { throw Self.notText(fault) }
    putMessage(kind.opcode, payload, compression?.deflater(for: payload.byteCount), into: sink)
  }

  /// Sends pieces of a block as messages, up to the first text that is not UTF-8; gives how many were sent.
  func send(
    _ kind: MessageKind, _ pieces: [Range<Int>], of block: RawSpan, into sink: TimedSink<some EventSink>
  ) -> Int {
    let valid =
      kind == .text ? pieces.prefix { UTF8Validator.isValid(block.extracting($0)) } : pieces[...]
    if compression == nil, !sink.wantsFrames {
      outbox.append(kind.opcode, valid, of: block)
    } else {
      for piece in valid {
        putMessage(
          kind.opcode, block.extracting(piece), compression?.deflater(for: piece.count), into: sink)
      }
    }
    return valid.count
  }

  /// Sends a message in as many frames as there are pieces; fails without any piece, and as a message in one frame does.
  func send(_ kind: MessageKind, fragments: [[UInt8]], into sink: TimedSink<some EventSink>)
    throws(UsageError)
  {
    guard !fragments.isEmpty else { throw UsageError("a message has one frame or more (RFC 6455 5.4)") }
    var validator = UTF8Validator()
    if kind == .text {
      for fragment in fragments {
        if let fault = validator.append(fragment.span.bytes) { throw Self.notText(fault) }
      }
      if let fault = validator.finish() { throw Self.notText(fault) }
    }
    let deflater = compression?.deflater(for: fragments.reduce(0) { $0 + $1.count })
    for (index, fragment) in fragments.enumerated() {
      putMessage(
        index == 0 ? kind.opcode : .continuation, fragment.span.bytes, deflater,
        isFinal: index == fragments.count - 1, into: sink)
    }
  }

  /// Sends a frame of a compressed message, which a final one ends; where no compression was agreed on, as it is.
  func sendCompressed(
    _ opcode: Opcode, _ payload: RawSpan, isFinal: Bool, into sink: TimedSink<some EventSink>
  ) { putMessage(opcode, payload, compression?.deflater(for: .max), isFinal: isFinal, into: sink) }

  /// How many bytes of the message that was begun are still to be given; nil when none is begun.
  var remainingPayload: UInt64? { streamed?.missing }

  /// Begins a message of this many bytes in one frame.
  func beginMessage(_ kind: MessageKind, length: UInt64, into sink: TimedSink<some EventSink>)
    throws(UsageError)
  {
    guard let length = Int(exactly: length) else {
      throw UsageError("a frame carries less than 2^63 bytes (RFC 6455 5.2)")
    }
    let header = outbox.header(kind.opcode, length)
    let offset = outbox.append(header)
    if sink.wantsFrames { sink.emit(.header(header, offset: offset), from: role) }
    streamed = StreamedMessage(header, kind)
    endStreamed(into: sink)
  }

  /// Sends the next bytes of the message that was begun.
  func continueMessage(_ payload: RawSpan, into sink: TimedSink<some EventSink>) throws(UsageError) {
    guard let message = streamed else { return }
    try streamed?.take(payload)
    outbox.append(payload, of: message.header, position: message.position)
    if sink.wantsFrames, payload.byteCount > 0 { sink.emit(.payload, from: role, bytes: payload) }
    endStreamed(into: sink)
  }

  /// Sends a frame as it is, legal or not.
  func send(_ header: FrameHeader, _ payload: RawSpan, into sink: TimedSink<some EventSink>) {
    let offset = outbox.append(header)
    outbox.append(payload, of: header)
    tell(header, offset, payload, to: sink)
  }

  /// Sends a frame of our own making that is not compressed.
  func put(_ opcode: Opcode, _ payload: RawSpan, isFinal: Bool = true, into sink: TimedSink<some EventSink>) {
    let (header, offset) = outbox.append(opcode, payload, isFinal: isFinal)
    tell(header, offset, payload, to: sink)
  }

  /// Puts a frame of a message; RSV1 marks the first one of a message that is compressed (RFC 7692 6).
  private func putMessage(
    _ opcode: Opcode, _ payload: RawSpan, _ deflater: Deflater?, isFinal: Bool = true,
    into sink: TimedSink<some EventSink>
  ) {
    guard let deflater else { return put(opcode, payload, isFinal: isFinal, into: sink) }
    let context = deflater.context
    var packed: [UInt8] = []
    deflater.append(payload, isLast: isFinal, to: &packed)
    let (header, offset) = outbox.append(
      opcode, packed.span.bytes, isFinal: isFinal, reserved: opcode == .continuation ? [] : .rsv1)
    guard sink.wantsFrames else { return }
    sink.emit(.header(header, offset: offset), from: role)
    sink.emit(.inflated(context), from: role, bytes: payload)
    tellRest(packed.span.bytes, to: sink)
  }

  private func tell(
    _ header: FrameHeader, _ offset: UInt64, _ payload: RawSpan, to sink: TimedSink<some EventSink>
  ) {
    guard sink.wantsFrames else { return }
    sink.emit(.header(header, offset: offset), from: role)
    tellRest(payload, to: sink)
  }

  private func tellRest(_ payload: RawSpan, to sink: TimedSink<some EventSink>) {
    if payload.byteCount > 0 { sink.emit(.payload, from: role, bytes: payload) }
    sink.emit(.frameEnd, from: role)
  }

  private func endStreamed(into sink: TimedSink<some EventSink>) {
    guard streamed?.missing == 0 else { return }
    streamed = nil
    if sink.wantsFrames { sink.emit(.frameEnd, from: role) }
  }

  /// Why a text is not sent.
  static func notText(_ fault: UTF8Validator.Fault) -> UsageError {
    UsageError(
      "the text is not UTF-8 from its byte \(fault.start) on, and a text message must be (RFC 6455 5.6)")
  }
}
