/// Inflates the messages of one direction; its inflater is made for the first one that needs it.
struct Inflation {
  private let side: NegotiatedDeflate.Side
  private var inflater: Inflater?
  /// Whether the message that is open, or was last, is compressed.
  private(set) var isMessage = false
  /// Whether nothing more of the message can be inflated.
  private(set) var isBroken = false
  private var isInside = false

  init(_ side: NegotiatedDeflate.Side) { self.side = side }

  /// What the message may refer to.
  var context: DeflateContext { DeflateContext(side, isCarried: inflater?.carriesContext == true) }

  /// Takes the header of a message's first frame (RFC 7692 6).
  mutating func begin(_ header: FrameHeader) {
    if isInside { inflater?.reset() }
    isMessage = header.reserved.contains(.rsv1)
    isInside = isMessage
    isBroken = false
  }

  mutating func next(in bytes: RawSpan, at index: inout Int, into block: inout [UInt8]) -> Inflater.Step {
    let inflater = ready()
    return inflater.next(in: bytes, at: &index, into: &block)
  }

  mutating func finish(at index: inout Int, into block: inout [UInt8]) -> Inflater.Step {
    let inflater = ready()
    let step = inflater.finish(at: &index, into: &block)
    if step == .needsInput { isInside = false }
    return step
  }

  /// Drops the rest of a message that cannot be inflated.
  mutating func giveUp() {
    isBroken = true
    isInside = false
    inflater?.reset()
  }

  private mutating func ready() -> Inflater {
    if let inflater { return inflater }
    let fresh = Inflater(side)
    inflater = fresh
    return fresh
  }
}
