/// Compresses the messages that are worth it; its deflater is made for the first of them.
struct Compression {
  private let side: NegotiatedDeflate.Side
  private let options: DeflateOptions
  private var deflater: Deflater?

  init(_ side: NegotiatedDeflate.Side, options: DeflateOptions) {
    self.side = side
    self.options = options
  }

  /// What compresses a message of this many bytes; nil when it goes out as it is.
  mutating func deflater(for count: Int) -> Deflater? {
    guard count >= options.threshold else { return nil }
    if deflater == nil { deflater = Deflater(side, level: options.level) }
    return deflater
  }
}
