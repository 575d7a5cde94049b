/// How much of a refusal's content is shown as it is.
struct ShownContent: Hashable, Sendable {
  /// In bytes.
  let limit: Int

  /// The most that is held.
  private static let most = 64 << 20

  /// Reads a number of bytes, or `all`.
  init(argument: String) throws {
    guard argument != "all" else {
      limit = Self.most
      return
    }
    let count = try ByteCount(argument: argument)
    limit = Int(clamping: min(count.value, UInt64(Self.most)))
  }
}
