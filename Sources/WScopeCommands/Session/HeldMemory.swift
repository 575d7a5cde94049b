/// What the clients of a listener hold in bytes: messages that are not whole, those that wait to be sent, and what compresses.
final class HeldMemory {
  /// Called when much was given back since the most was held; `hasFallen` says later whether it was not taken again.
  var onFall: () -> Void = {}

  private let limit: Int
  private var held = 0
  private var contexts = 0
  private var peak = 0
  private var isFallKnown = false
  /// A place for a message that is not in use, so that not every client needs its own.
  private var buffer: [UInt8] = []

  /// Less than this is not a fall, in bytes.
  private static let fall = 32 << 20
  /// A longer buffer is freed, in bytes.
  private static let keptBuffer = 1 << 20

  /// `limit` is the most that all clients together may hold.
  init(limit: Int) { self.limit = limit }

  /// The limit for a listener with messages of at most this many bytes: 256 MiB, or two of the messages.
  static func limit(message: UInt64) -> Int {
    let two = message.multipliedReportingOverflow(by: 2)
    return max(256 << 20, two.overflow ? Int.max : Int(clamping: two.partialValue))
  }

  /// Takes this many bytes; false, with nothing taken, where they are more than are left.
  func take(_ count: Int) -> Bool {
    guard count <= limit - held else { return false }
    held += count
    peak = max(peak, held)
    return true
  }

  /// Gives them back.
  func give(_ count: Int) {
    held -= count
    guard !isFallKnown, peak - held >= Self.fall else { return }
    isFallKnown = true
    onFall()
  }

  /// Takes this many bytes for what compresses a connection; false where half of all would be more than that, for messages need the rest.
  func takeContexts(_ count: Int) -> Bool {
    guard count <= limit / 2 - contexts, take(count) else { return false }
    contexts += count
    return true
  }

  /// Gives them back.
  func giveContexts(_ count: Int) {
    contexts -= count
    give(count)
  }

  /// Whether what was given back is still not taken again; counts from now on.
  func hasFallen() -> Bool {
    defer { (peak, isFallKnown) = (held, false) }
    return peak - held >= Self.fall
  }

  // MARK: Buffers

  /// A buffer for a message.
  func takeBuffer() -> [UInt8] {
    var taken: [UInt8] = []
    swap(&taken, &buffer)
    return taken
  }

  /// Takes one back, unless it is long.
  func giveBuffer(_ used: inout [UInt8]) {
    guard used.capacity > buffer.capacity, used.capacity <= Self.keptBuffer else { return }
    used.removeAll(keepingCapacity: true)
    swap(&used, &buffer)
  }
}
