import WebSocketWire

/// Feeds bytes to a machine in every way a network may cut them, and holds it to one answer.
public struct DripFeed<Event: Equatable> {
  private let behind: [UInt8]?
  private let run: ([[UInt8]]) throws -> [Event]

  /// `run` gives pieces, in their order, to a fresh machine and returns its events. `after` is a beginning of the next
  /// thing, which must only add events at the end; nil where nothing may follow.
  public init(behind: [UInt8]? = [0x89, 0x00], run: @escaping ([[UInt8]]) throws -> [Event]) {
    self.behind = behind
    self.run = run
  }

  /// The events of the bytes given whole; throws when any other feed gives different ones.
  public func events(of bytes: [UInt8]) throws -> [Event] {
    let whole = try run([bytes])
    try compare(run(bytes.map { [$0] }), with: whole, "byte by byte")
    for split in Self.splits(of: bytes.count) {
      let pieces = [Array(bytes[..<split]), Array(bytes[split...])]
      try compare(run(pieces), with: whole, "split at \(split)")
    }
    if let behind {
      let longer = try run([bytes + behind])
      try compare(Array(longer.prefix(whole.count)), with: whole, "with \(Hex.spaced(behind)) after")
    }
    return whole
  }

  /// Every place for a short feed; for a long one those near its ends and near the sizes that code likes to cut at.
  private static func splits(of count: Int) -> [Int] {
    guard count > 600 else { return Array(0...count) }
    let near = [4096, 8192, 65536, 131_072].flatMap { $0 - 2...$0 + 14 }.filter { $0 < count }
    return Array(0...20) + near + Array(count - 4...count)
  }

  private func compare(_ found: [Event], with whole: [Event], _ feed: String) throws {
    guard found != whole else { return }
    let index = zip(found, whole).enumerated().first { $1.0 != $1.1 }?.offset ?? min(found.count, whole.count)
    func word(_ events: [Event]) -> String { index < events.count ? "\(events[index])" : "nothing" }
    throw DripMismatch("\(feed): event \(index) is \(word(found)), and of the whole it is \(word(whole))")
  }
}
