/// What the clients of a listener hold of messages, those that are not whole and those that wait to be sent, in bytes.
final class HeldMemory {
  private var left: Int

  /// `limit` is the most that all clients together may hold.
  init(limit: Int) { left = limit }

  /// The limit for a listener with messages of at most so many bytes: 256 MiB, or two of the messages.
  static func limit(message: UInt64) -> Int {
    let two = message.multipliedReportingOverflow(by: 2)
    return max(256 << 20, two.overflow ? Int.max : Int(clamping: two.partialValue))
  }

  /// Takes so many bytes; false, with nothing taken, where they are more than are left.
  func take(_ count: Int) -> Bool {
    guard count <= left else { return false }
    left -= count
    return true
  }

  /// Gives them back.
  func give(_ count: Int) { left += count }
}
