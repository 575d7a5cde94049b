/// The message that is being received: its fragments, its length, whether its text is UTF-8, and how it is inflated.
struct OpenMessage {
  private var assembler = MessageAssembler()
  private var utf8 = UTF8Validator()
  private var inflation: Inflation?
  /// How many bytes of it have come, inflated if it is compressed.
  private(set) var length: UInt64 = 0
  /// Whether it is a text in which a fault was found; its further bytes are not judged.
  private(set) var isTextBroken = false

  /// `deflate` is how messages are compressed, if that was agreed on.
  init(deflate: NegotiatedDeflate.Side?) { inflation = deflate.map { Inflation($0) } }

  /// Whether a fragmented message waits for its next frame.
  var isUnfinished: Bool { assembler.open != nil }
  /// Whether it is compressed; holds for the last message until the next begins.
  var isCompressed: Bool { inflation?.isMessage == true }
  /// What it may refer to; nil where compression was not agreed on.
  var context: DeflateContext? { inflation?.context }

  /// Takes the next header and says where the frame is among the fragments.
  mutating func place(_ header: FrameHeader) -> FragmentPosition {
    let place = assembler.place(header)
    if place.beginsMessage {
      length = 0
      utf8.reset()
      isTextBroken = false
      inflation?.begin(header)
    }
    return place
  }

  /// Takes the next bytes, and gives the first fault of a text.
  mutating func append(_ bytes: RawSpan, of kind: MessageKind) -> UTF8Validator.Fault? {
    length &+= UInt64(bytes.byteCount)
    guard kind == .text, !isTextBroken, let fault = utf8.append(bytes) else { return nil }
    isTextBroken = true
    return fault
  }

  /// Takes the next bytes unless a text has a fault there; then nothing is taken.
  mutating func appendValid(_ bytes: RawSpan, of kind: MessageKind) -> Bool {
    if kind == .text {
      let before = utf8
      if utf8.append(bytes) != nil {
        utf8 = before
        return false
      }
    }
    length &+= UInt64(bytes.byteCount)
    return true
  }

  /// The fault of a text that ends here inside a scalar; nil where one was found before.
  mutating func finish(_ kind: MessageKind) -> UTF8Validator.Fault? {
    guard kind == .text, !isTextBroken, let fault = utf8.finish() else { return nil }
    isTextBroken = true
    return fault
  }

  /// Whether the message can end here.
  mutating func canFinish(_ kind: MessageKind) -> Bool { kind != .text || utf8.finish() == nil }

  /// Inflates the next bytes into the block, or at the message's end what is left of it; nil when the rest cannot be inflated.
  mutating func inflate(
    _ wire: RawSpan, isEnd: Bool, at index: inout Int, into block: inout [UInt8]
  ) -> Inflater.Step? {
    guard inflation?.isBroken == false else { return nil }
    let step =
      isEnd
      ? inflation?.finish(at: &index, into: &block) : inflation?.next(in: wire, at: &index, into: &block)
    if case .corrupt? = step { inflation?.giveUp() }
    return step
  }
}
